/** A page of the gallery: `said` is what the last event brought, `turn` turns `on` over. */

const plain = (value) => (value !== null && typeof value === 'object' && 'detail' in value && 'type' in value ? value.detail : value);

export function gallery(fields = {}) {
  return {
    data: { said: '', on: false, ...fields },
    heard(...given) {
      this.setData({ said: `heard ${JSON.stringify(given.map(plain))}` });
    },
    turn() {
      this.setData({ on: !this.data.on });
    },
  };
}
