"""The heart of what a feature can say, in Arabic: the same functions under other words.

Its name makes it the last of the steps: pytest takes up a module only before another one has imported it.
"""

from pytest_bdd import given, parsers, then, when

from harness import RESULT_CODES, World

from . import buyer, journey, merchant, mini_program, program, wallet

MEANINGS = {
    "9000": "تم الدفع",
    "8000": "قيد المعالجة",
    "4000": "فشل الدفع",
    "6001": "ألغاه المشتري",
    "6002": "انقطعت الشبكة",
    "6004": "النتيجة مجهولة",
}
SCREENS = {"مدفوعا": "paid", "معلقا": "pending", "فاشلا": "failed", "ملغى": "cancelled"}

SAYINGS = (
    (given, "مشتر في محفظته {balance}", buyer.a_buyer),
    (given, "مشتر", buyer.usual_buyer),
    (given, "مشتر يتحدث العربية في محفظته {balance}", buyer.an_arabic_buyer),
    (given, "سجل المشتري الدخول", buyer.logs_in),
    (when, "يسجل المشتري الدخول", buyer.logs_in),
    (when, "يوافق المشتري", buyer.agrees),
    (when, "يرفض المشتري", buyer.refuses),
    (given, 'طلب المشتري "{good}" بسعر {price}', buyer.orders),
    (when, 'يطلب المشتري "{good}" بسعر {price}', buyer.orders),
    (given, 'طلب المشتري "{good}"', buyer.orders_known),
    (when, 'يطلب المشتري "{good}"', buyer.orders_known),
    (when, 'يحاول المشتري طلب "{good}" بسعر {price}', buyer.tries_to_order),
    (given, "أكد المشتري الدفع", buyer.confirms),
    (when, "يؤكد المشتري الدفع", buyer.confirms),
    (given, "غادر المشتري صفحة الدفع", buyer.leaves),
    (when, "يغادر المشتري صفحة الدفع", buyer.leaves),
    (when, "يغلق المشتري الإيصال", buyer.closes_receipt),
    (when, "يستأنف المشتري الدفع", buyer.resumes),
    (given, "حاول المشتري الدفع مرة أخرى", buyer.tries_again),
    (when, "يحاول المشتري الدفع مرة أخرى", buyer.tries_again),
    (then, 'يعرض التطبيق المصغر "{words}"', program.shows),
    (then, "يعرض التطبيق المصغر البضائع", mini_program.shows_catalogue),
    (then, "يقول التطبيق المصغر إن الطلب لا يمكن دفعه", mini_program.shows_error),
    (given, "جمد حساب المشتري", wallet.frozen),
    (given, "لا يدفع المشتري أكثر من {amount} في المرة الواحدة", wallet.limited),
    (given, "تحتاج المحفظة إلى {minutes:d} دقيقة لتسوية الدفع", wallet.settles_slowly),
    (given, "تنقطع شبكة الهاتف قبل أن يصل الدفع إلى المحفظة", wallet.request_lost),
    (given, "تنقطع شبكة الهاتف قبل أن يصل جواب المحفظة", wallet.answer_lost),
    (given, "ترسل المحفظة الإشعار مرتين", wallet.notifies_twice),
    (given, "لا يصل إشعار المحفظة أبدا", wallet.notifies_never),
    (when, "تمر {minutes:d} دقيقة", wallet.minutes_pass),
    (then, "أخذت المحفظة {price} مرة واحدة", wallet.taken_once),
    (then, "لم تأخذ المحفظة مالا", wallet.taken_nothing),
    (then, "في محفظة المشتري {balance}", wallet.has_balance),
    (then, "تخبر المحفظة المشتري بأن الدفع نجح", wallet.tells_success),
    (given, "أكد التاجر استلام الإشعار", merchant.acknowledges),
    (then, "يؤكد التاجر استلام الإشعار", merchant.acknowledges),
    (then, "لا يصل التاجر إشعار", merchant.no_notification),
    (then, "أرسل التاجر البضاعة مرة واحدة", merchant.sent_once),
    (then, "رحلة الدفع صحيحة حتى نهايتها", journey.right_to_the_end),
)
for keyword, text, function in SAYINGS:
    keyword(parsers.parse(text))(function)


@given(parsers.parse("عرض التطبيق المصغر الطلب {screen}"))
@then(parsers.parse("يعرض التطبيق المصغر الطلب {screen}"))
def shows_order_in_arabic(world: World, screen: str) -> None:
    """Check the program's screen for an order: مدفوعا, معلقا, فاشلا or ملغى."""
    world.expect_screen(SCREENS.get(screen, screen))


@then(parsers.re(r"ينتهي الدفع بالرمز (?P<code>\d{4}) \((?P<meaning>[^()]+)\)"))
def ends_with_in_arabic(world: World, code: str, meaning: str) -> None:
    """Check step 18 against its cause, and what the code means."""
    right = MEANINGS.get(code) == meaning
    journey.ends_with(world, code, RESULT_CODES[code] if right else meaning)
