/** Bytes as base64 text, both ways. */

export function toBase64(buffer: unknown): string {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError("an ArrayBuffer is needed");
  const bytes = new Uint8Array(buffer);
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return btoa(text);
}

export function fromBase64(text: unknown): ArrayBuffer {
  return Uint8Array.from(atob(String(text)), (letter) => letter.charCodeAt(0)).buffer;
}
