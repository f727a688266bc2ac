Component({
              data: { own: 0 }, props: { extra: 'x' },
              onInit() { console.log('init', this.props.n) },
              deriveDataFromProps(next) { console.log('derive', this.props.n, next.n) },
              didMount() { console.log('mount'); this.setData({ own: 1 }) },
              didUpdate(props, data) { console.log('update', props.n, data.own, this.data.own); this.setData({ own: this.data.own + 1 }) },
              didUnmount() { console.log('unmount') },
            })
