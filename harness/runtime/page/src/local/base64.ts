/** Bytes as base64 text, both ways; and as letters, one a byte. */

/** The most that one file of a phone may hold, in bytes (harness/wallet/phone_files.py). */
export const LARGEST_FILE = 10 * 1024 * 1024;

export function toBase64(buffer: unknown): string {
  if (!(buffer instanceof ArrayBuffer)) throw new TypeError("an ArrayBuffer is needed");
  return btoa(lettersOf(new Uint8Array(buffer)));
}

export function fromBase64(text: unknown): ArrayBuffer {
  return bytesOfLetters(atob(String(text)));
}

/** One letter a byte. */
export function lettersOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
  return text;
}

/** One byte a letter, of its lower eight bits. A plain loop: files may have ten million. */
export function bytesOfLetters(letters: string): ArrayBuffer {
  const bytes = new Uint8Array(letters.length);
  for (let at = 0; at < letters.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return bytes.buffer;
}
