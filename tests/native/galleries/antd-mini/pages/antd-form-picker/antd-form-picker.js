import { formPage } from '/form.js';

Page(formPage());
