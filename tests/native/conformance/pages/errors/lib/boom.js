export function boom(n) {
  for (const x of [1]) if (x)
  throw new Error(`boom ${n}`);
}
