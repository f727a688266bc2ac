import { Form } from 'antd-mini/es/Form/form';
import { gallery } from '/said.js';

/** A page with one field of a real Form: `turn` submits it, and what the rules say against it is shown beside the field. */
export function formPage(fields = {}) {
  return {
    ...gallery(fields),
    handleRef(ref) {
      this.form = this.form ?? new Form({ rules: { field: [{ required: true, message: 'The dates are needed' }] } });
      this.form.addItem(ref);
    },
    async turn() {
      await this.form.submit().then((values) => this.heard(values), (problem) => this.heard('refused', problem.errorFields));
    },
  };
}
