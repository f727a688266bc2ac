/** Words of the wallet's own for what a program leaves out. */

export interface Labels {
  readonly ok: string;
  readonly cancel: string;
  readonly close: string;
  readonly loading: string;
  readonly cashier: string;
}

const ENGLISH: Labels = { ok: "OK", cancel: "Cancel", close: "Close", loading: "Loading", cashier: "Cashier" };
const ARABIC: Labels = { ok: "حسنًا", cancel: "إلغاء", close: "إغلاق", loading: "جارٍ التحميل", cashier: "صفحة الدفع" };

export function labelsFor(language: string): Labels {
  return language.startsWith("ar") ? ARABIC : ENGLISH;
}

/** The writing direction of a language: "rtl" for Arabic and Kurdish (Sorani), else "ltr". */
export function directionOf(language: string): "ltr" | "rtl" {
  return /^(ar|ckb|fa|he|ur)/.test(language) ? "rtl" : "ltr";
}
