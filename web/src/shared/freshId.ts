/** Names what is sent, so that sending it twice does it once. */
export function freshId(): string {
  return crypto.randomUUID().replaceAll("-", "");
}
