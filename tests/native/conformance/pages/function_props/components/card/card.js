Component({ methods: { pick() { this.props.onPick(this.props['data-id']) } } })
