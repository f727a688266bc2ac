export default { tapped(event, owner) {
              event.instance.setStyle({ paddingTop: '10px' });
              const state = event.instance.getState(); state.n = (state.n || 0) + 1;
              owner.callMethod('say', { n: state.n, step: event.instance.getDataset().step });
            } }
