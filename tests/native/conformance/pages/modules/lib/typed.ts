interface N { n: number }
export default (given: N): number => given.n as number;
