/** Lengths in inline styles: rpx as in ACSS (750rpx are the width of the screen), `vh` of the page. */

let responsive = true;
const known = new Map<string, string>();

/** `window.responsive: false` in app.json: 2rpx are 1px. */
export function setResponsive(value: boolean): void {
  responsive = value;
  known.clear();
}

export function lengths(style: string): string {
  if (!/rpx|vh/i.test(style)) return style;
  let result = known.get(style);
  if (result === undefined) {
    result = style
      .replace(/(-?(?:\d+\.?\d*|\.\d+))rpx\b/gi, (_, number: string) => rpx(Number(number)))
      .replace(/(-?(?:\d+\.?\d*|\.\d+))vh\b/gi, "$1cqh");
    if (known.size > 5000) known.clear();
    known.set(style, result);
  }
  return result;
}

const rpx = (number: number): string => (responsive ? `${+(number / 7.5).toFixed(5)}vw` : `${number / 2}px`);
