/** The tree of an AXML file. Offsets are into the source text. */

/** A piece of text or of an attribute: words as they stand, or the inside of a mustache. */
export type Part =
  | { readonly kind: "words"; readonly text: string; readonly at: number }
  | { readonly kind: "code"; readonly code: string; readonly at: number };

export interface Attribute {
  /** As written. */
  readonly name: string;
  /** Without a value: undefined. */
  readonly value: readonly Part[] | undefined;
  readonly at: number;
}

export interface ElementNode {
  readonly kind: "element";
  readonly tag: string;
  readonly attributes: readonly Attribute[];
  readonly children: AxmlNode[];
  readonly at: number;
}

export interface TextNode {
  readonly kind: "text";
  readonly parts: readonly Part[];
  readonly at: number;
}

export type AxmlNode = ElementNode | TextNode;
