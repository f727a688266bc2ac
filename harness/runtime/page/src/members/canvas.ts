/** `my.createCanvasContext(id)`: the older drawing functions, on the real context of a canvas. */

type Context = CanvasRenderingContext2D;
type Method = (...given: never[]) => unknown;

const SAME =
  "arc arcTo beginPath bezierCurveTo clearRect clip closePath createLinearGradient fill fillRect fillText getLineDash lineTo moveTo " +
  "quadraticCurveTo rect restore rotate save scale setLineDash setTransform stroke strokeRect strokeText transform translate measureText";
const SETTERS: Readonly<Record<string, keyof Context>> = {
  setFillStyle: "fillStyle",
  setStrokeStyle: "strokeStyle",
  setGlobalAlpha: "globalAlpha",
  setLineCap: "lineCap",
  setLineJoin: "lineJoin",
  setLineWidth: "lineWidth",
  setMiterLimit: "miterLimit",
};

/** Returns the context of the canvas with this id under `root`; null where there is none, as on devices. */
export function canvasContext(id: unknown, root: Element | undefined): object | null {
  const canvas = root?.querySelector(`#${CSS.escape(String(id))}`);
  const context = canvas instanceof HTMLCanvasElement ? canvas.getContext("2d") : null;
  return context === null ? null : drawing(context);
}

function drawing(context: Context): object {
  const made: Record<string, unknown> = {};
  for (const name of SAME.split(" ")) made[name] = (...given: never[]) => (context[name as keyof Context] as Method)(...given);
  for (const [name, property] of Object.entries(SETTERS)) {
    made[name] = (value: never): void => {
      (context as unknown as Record<string, unknown>)[property] = value;
    };
  }
  // Pictures may still be on their way: draw() tells when all that was asked for is on the canvas.
  let pictures: Promise<unknown> = Promise.resolve();
  return Object.assign(made, {
    setFontSize: (size: unknown) => void (context.font = context.font.replace(/[\d.]+px/, `${Number(size)}px`)),
    setTextAlign: (align: CanvasTextAlign) => void (context.textAlign = align),
    setTextBaseline: (line: string) => void (context.textBaseline = (line === "normal" ? "alphabetic" : line) as CanvasTextBaseline),
    setShadow(x: number, y: number, blur: number, color: string) {
      Object.assign(context, { shadowOffsetX: x, shadowOffsetY: y, shadowBlur: blur, shadowColor: color });
    },
    createCircularGradient: (x: number, y: number, radius: number) => context.createRadialGradient(x, y, 0, x, y, radius),
    drawImage(source: unknown, ...at: number[]) {
      const place = at as unknown as [number, number, number, number];
      pictures = pictures.then(() => load(String(source))).then((image) => image !== undefined && context.drawImage(image, ...place));
    },
    draw(keep?: unknown, callback?: unknown) {
      const done = typeof keep === "function" ? keep : callback;
      void pictures.then(() => typeof done === "function" && (done as () => unknown)());
    },
    toDataURL: () => pictures.then(() => context.canvas.toDataURL()),
  });
}

function load(source: string): Promise<HTMLImageElement | undefined> {
  return new Promise((resolve) => {
    const image = new globalThis.Image();
    image.crossOrigin = "anonymous";
    image.onload = () => resolve(image);
    image.onerror = () => resolve(undefined);
    image.src = source;
  });
}
