/** The built-in components that are more than an element of their tag. */

import type { FunctionComponent } from "preact";
import { Button } from "./button.ts";
import { Canvas } from "./canvas.ts";
import { Form } from "./form.ts";
import { Icon } from "./icon.ts";
import { Image } from "./image.ts";
import { Input } from "./input.ts";
import type { BuiltinProps } from "./kit.ts";
import { MovableView } from "./movable.ts";
import { Navigator } from "./navigator.ts";
import { PickerView } from "./picker-view.ts";
import { Picker } from "./picker.ts";
import { Placeholder } from "./placeholder.ts";
import { RichText } from "./rich-text.ts";
import { ScrollView } from "./scroll-view.ts";
import { Progress, Slider } from "./slider.ts";
import { Swiper } from "./swiper.ts";
import { Group, Label, Toggle } from "./toggles.ts";
import { WebView } from "./web-view.ts";

/** As a kind of its own: one that takes the place of another on the screen begins anew. */
const own = (kind: FunctionComponent<BuiltinProps>): FunctionComponent<BuiltinProps> => (props) => kind(props);

export const BUILTINS: Readonly<Record<string, FunctionComponent<BuiltinProps>>> = {
  ad: Placeholder,
  button: Button,
  camera: Placeholder,
  canvas: Canvas,
  checkbox: Toggle,
  "checkbox-group": Group,
  "contact-button": Placeholder,
  "cover-image": Image,
  form: Form,
  icon: Icon,
  image: Image,
  input: Input,
  label: Label,
  lifestyle: Placeholder,
  lottie: Placeholder,
  map: Placeholder,
  "movable-view": MovableView,
  navigator: Navigator,
  picker: Picker,
  "picker-view": PickerView,
  progress: Progress,
  radio: own(Toggle),
  "radio-group": own(Group),
  "rich-text": RichText,
  "scroll-view": ScrollView,
  slider: Slider,
  swiper: Swiper,
  switch: own(Toggle),
  textarea: own(Input),
  video: Placeholder,
  "web-view": WebView,
};
