export const twice = n => n * 2;
export function thrice(n) { return n * 3; }
