/** The built-in components that are more than an element of their tag. */

import type { FunctionComponent } from "preact";
import { Button } from "./button.ts";
import { Form } from "./form.ts";
import { Image } from "./image.ts";
import { Input } from "./input.ts";
import type { BuiltinProps } from "./kit.ts";

export const BUILTINS: Readonly<Record<string, FunctionComponent<BuiltinProps>>> = {
  button: Button,
  form: Form,
  image: Image,
  "cover-image": Image,
  input: Input,
  textarea: Input,
};
