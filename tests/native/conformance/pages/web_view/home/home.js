Page({ heard(e) {
              console.log(e.type, JSON.stringify(e.detail));
              my.createWebViewContext('w').postMessage({ back: 1 });
            } })
