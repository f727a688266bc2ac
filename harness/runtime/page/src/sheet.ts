/** The sheets the host may ask for, as they cross the wire. */

export interface ConsentSheet {
  readonly kind: "consent";
  readonly title: string;
  readonly text: string;
  readonly program: string;
  readonly scopes: readonly { readonly scope: string; readonly label: string }[];
  readonly allow: string;
  readonly deny: string;
  readonly language?: string;
  readonly dir?: string;
}

export interface AlertSheet {
  readonly kind: "alert";
  readonly title?: string;
  readonly content?: string;
  readonly buttonText?: string;
  readonly dir?: string;
}

export interface ConfirmSheet {
  readonly kind: "confirm";
  readonly title?: string;
  readonly content?: string;
  readonly confirmButtonText?: string;
  readonly cancelButtonText?: string;
  readonly dir?: string;
}

export interface PromptSheet {
  readonly kind: "prompt";
  readonly title?: string;
  readonly message?: string;
  readonly placeholder?: string;
  readonly okButtonText?: string;
  readonly cancelButtonText?: string;
  readonly align?: string;
  readonly dir?: string;
}

export interface ActionSheet {
  readonly kind: "actionSheet";
  readonly title?: string;
  readonly items: readonly string[];
  readonly cancelButtonText?: string;
  readonly destructiveBtnIndex?: number;
  readonly dir?: string;
}

/** A date, a time or both, written in the format asked for (`yyyy-MM-dd HH:mm`); `min` and `max` in the same. */
export interface DateSheet {
  readonly kind: "date";
  readonly format: string;
  readonly value?: string;
  readonly min?: string;
  readonly max?: string;
  readonly title?: string;
  readonly okButtonText?: string;
  readonly cancelButtonText?: string;
  readonly dir?: string;
}

/** Pictures or a few words over the whole screen, until the buyer closes them; the program does not wait for that. */
export interface ViewerSheet {
  readonly kind: "viewer";
  readonly title?: string;
  readonly text?: string;
  readonly images?: readonly string[];
  /** What is shown is no longer the program: it is in the background until the buyer comes back. */
  readonly away?: boolean;
  readonly dir?: string;
}

export interface CashierSheet {
  readonly kind: "cashier";
  readonly url: string;
}

export type Sheet = ConsentSheet | AlertSheet | ConfirmSheet | PromptSheet | ActionSheet | DateSheet | ViewerSheet | CashierSheet;

/** What is drawn without waiting for the buyer. Times in milliseconds. */
export type Draw =
  | { readonly kind: "toast"; readonly content?: string; readonly type?: string; readonly duration?: number; readonly dir?: string }
  | { readonly kind: "hideToast" }
  | { readonly kind: "loading"; readonly content?: string; readonly delay?: number; readonly dir?: string }
  | { readonly kind: "hideLoading" }
  | ViewerSheet;

/** What the buyer chose; its keys depend on the sheet. */
export type Choice = Readonly<Record<string, boolean | number | string>>;
