/** « b8a8 » as one computes it with a pen: « 11×4096 + 8×256 + 10×16 + 8 = 47272 ». */
export function sumOf(group: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = Array.from(group, (digit) => parseInt(digit, 16));
  return `${a}×4096 + ${b}×256 + ${c}×16 + ${d} = ${parseInt(group, 16)}`;
}
