const HOST = 'https://shop.example';

export function api(method, path, data) {
  const { session } = getApp().globalData;
  const headers = session ? { authorization: `Bearer ${session.session}` } : {};
  return new Promise((resolve, reject) => {
    my.request({ url: `${HOST}/api${path}`, method, headers, data, success: ({ data: answer }) => resolve(answer), fail: reject });
  });
}
