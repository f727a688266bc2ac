import { gallery } from '/said.js';

Page(gallery());
