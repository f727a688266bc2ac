"""What acts on the program's own screen."""

from __future__ import annotations

from surface_case import NATIVE, Case, told

SCREEN_CASES = (
    Case(
        "getOpenUserInfo",
        "my.getOpenUserInfo().then(({ response }) => JSON.parse(response).response.code)",
        "40003",
    ),
    Case(
        "getAuthUserInfo",
        told("getAuthUserInfo()"),
        40003,
    ),
    Case(
        "createSelectorQuery",
        "new Promise((done) => my.createSelectorQuery().select('.dot').boundingClientRect().exec(([r]) => "
        "done([r.height, r.dataset.name])))",
        [2000, "d"],
    ),
    Case(
        "createIntersectionObserver",
        "new Promise((done) => my.createIntersectionObserver().relativeToViewport().observe('.dot', (r) => "
        "done(r.intersectionRatio > 0)))",
        True,
    ),
    Case(
        "createCanvasContext",
        "(() => { const c = my.createCanvasContext('board'); c.setFillStyle('#ff0000'); c.fillRect(0, 0, 9, "
        "9); c.draw(); return [...document.querySelector('#board').getContext('2d').getImageData(1, 1, 1, "
        "1).data]; })()",
        [255, 0, 0, 255],
    ),
    Case(
        "createAnimation",
        "getComputedStyle(document.querySelector('#moved')).transform",
        "matrix(1, 0, 0, 1, 10, 0)",
        kinds=NATIVE,
    ),
    Case(
        "createAnimation",
        "my.createAnimation().scale(2).step().export().length",
        1,
    ),
    Case(
        "createWebViewContext",
        "typeof my.createWebViewContext('none')",
        "object",
        kinds=NATIVE,
    ),
    Case(
        "setNavigationBar",
        "my.setNavigationBar({ title: 'Bill' }).then(() => "
        "document.querySelector('.a-page:not(.a-page-hidden) .a-nav-title')?.textContent ?? document.title)",
        "Bill",
    ),
    Case(
        "pageScrollTo",
        "my.pageScrollTo({ scrollTop: 50 }).then(() => (document.querySelector('page') ?? "
        "document.scrollingElement).scrollTop)",
        50,
    ),
    Case(
        "hideKeyboard",
        "(document.querySelector('#field')?.focus(), my.hideKeyboard().then(() => document.activeElement.tagName))",
        "BODY",
    ),
    Case(
        "showNavigationBarLoading",
        "my.showNavigationBarLoading().then(() => document.querySelectorAll('[data-bar-loading]').length)",
        1,
        kinds=NATIVE,
    ),
    Case(
        "hideNavigationBarLoading",
        "my.hideNavigationBarLoading().then(() => document.querySelectorAll('[data-bar-loading]').length)",
        0,
        kinds=NATIVE,
    ),
    Case(
        "setBackgroundColor",
        "my.setBackgroundColor({ backgroundColor: '#00ff00' }).then(() => "
        "document.querySelector('.a-page').style.background)",
        "rgb(0, 255, 0)",
        kinds=NATIVE,
    ),
    Case(
        "getTitleColor",
        "my.setNavigationBar({ backgroundColor: '#123456' }).then(() => my.getTitleColor()).then(({ color }) => color)",
        "#123456",
        kinds=NATIVE,
    ),
    Case(
        "setCanPullDown",
        "my.setCanPullDown({ canPullDown: true }).then(() => 'set')",
        "set",
        kinds=NATIVE,
    ),
    Case(
        "startPullDownRefresh",
        "my.startPullDownRefresh().then(() => [document.querySelectorAll('[data-testid=pull-refresh]').length, my.pulled])",
        [1, "code"],
        kinds=NATIVE,
    ),
    Case(
        "setBackgroundTextStyle",
        "my.setBackgroundTextStyle({ textStyle: 'light' }).then(() => document.querySelector('.a-page').dataset.pullStyle)",
        "light",
        kinds=NATIVE,
    ),
    Case(
        "stopPullDownRefresh",
        "my.stopPullDownRefresh().then(() => document.querySelectorAll('[data-testid=pull-refresh]').length)",
        0,
        kinds=NATIVE,
    ),
    Case(
        "showSharePanel",
        told("showSharePanel({ title: 'A bill' })"),
        {"shareResult": True},
        ("action-0",),
    ),
    Case("showSharePanel", "my.shared", "code", kinds=NATIVE),
    Case(
        "hideShareMenu",
        "my.hideShareMenu().then(() => document.querySelector('.a-page').dataset.shareMenu)",
        "hidden",
        kinds=NATIVE,
    ),
    Case(
        "showShareMenu",
        "my.showShareMenu().then(() => document.querySelector('.a-page').dataset.shareMenu ?? 'shown')",
        "shown",
        kinds=NATIVE,
    ),
    Case(
        "setTabBarItem",
        "my.setTabBarItem({ index: 1, text: 'Bills' }).then(() => "
        "document.querySelector('[data-testid=tab-1] span').textContent)",
        "Bills",
        kinds=NATIVE,
    ),
    Case(
        "setTabBarStyle",
        "my.setTabBarStyle({ backgroundColor: '#0000ff' }).then(() => "
        "document.querySelector('.a-tabs').style.background)",
        "rgb(0, 0, 255)",
        kinds=NATIVE,
    ),
    Case(
        "setTabBarBadge",
        "my.setTabBarBadge({ index: 1, text: '3' }).then(() => "
        "document.querySelector('[data-testid=tab-badge-1]').textContent)",
        "3",
        kinds=NATIVE,
    ),
    Case(
        "removeTabBarBadge",
        "my.removeTabBarBadge({ index: 1 }).then(() => document.querySelector('[data-testid=tab-badge-1]'))",
        None,
        kinds=NATIVE,
    ),
    Case(
        "showTabBarRedDot",
        "my.showTabBarRedDot({ index: 0 }).then(() => document.querySelector('[data-testid=tab-badge-0]').textContent)",
        "",
        kinds=NATIVE,
    ),
    Case(
        "hideTabBarRedDot",
        "my.hideTabBarRedDot({ index: 0 }).then(() => document.querySelector('[data-testid=tab-badge-0]'))",
        None,
        kinds=NATIVE,
    ),
    Case(
        "hideTabBar",
        "my.hideTabBar().then(() => document.querySelector('.a-tabs').style.visibility)",
        "hidden",
        kinds=NATIVE,
    ),
    Case(
        "showTabBar",
        "my.showTabBar().then(() => document.querySelector('.a-tabs').style.visibility)",
        "",
        kinds=NATIVE,
    ),
)
