"""The wallet app's own words on its sheets, in English and Arabic."""

from __future__ import annotations

from collections.abc import Mapping

_WORDS: dict[str, dict[str, str]] = {
    "en": {
        "dir": "ltr",
        "ok": "OK",
        "cancel": "Cancel",
        "allow": "Allow",
        "deny": "Deny",
        "consent_title": "{program} asks for your permission",
        "consent_text": "It would like to use:",
        "contract_title": "{program} asks for an agreement",
        "USER_NAME": "Your name",
        "USER_AVATAR": "Your picture",
        "USER_GENDER": "Your gender",
        "USER_BIRTHDAY": "Your birthday",
        "USER_NATIONALITY": "Your nationality",
        "USER_CONTACTINFO": "Your phone number and e-mail",
        "NOTIFICATION_INBOX": "To write to your inbox",
        "NOTIFICATION_PUSH": "To send you notifications",
        "AGREEMENT_PAY": "To take agreed payments",
        "CARD_LIST": "Your cards",
        "auth_user": "Your profile",
        "auth_base": "Your account number",
        "USER_ID": "Your account number",
        "USER_NICKNAME": "Your nickname",
        "USER_LOGIN_ID": "Your login, in part",
        "PLAINTEXT_USER_LOGIN_ID": "Your login",
        "HASH_LOGIN_ID": "A fingerprint of your login",
        "USER_ADDRESS": "Your addresses",
        "USER_SHIPPING_ADDRESS": "Your delivery address",
        "USER_RESIDENT_ADDRESS": "Your home address",
        "USER_PHONE_NUMBER": "Your phone number",
        "PLAINTEXT_MOBILE_PHONE": "Your phone number",
        "SEND_MESSAGE": "To send you messages",
        "codice_fiscale": "Your tax number (codice fiscale)",
    },
    "ar": {
        "dir": "rtl",
        "ok": "حسناً",
        "cancel": "إلغاء",
        "allow": "سماح",
        "deny": "رفض",
        "consent_title": "يطلب {program} إذنك",
        "consent_text": "يريد استخدام:",
        "contract_title": "يطلب {program} اتفاقاً على الدفع",
        "USER_NAME": "اسمك",
        "USER_AVATAR": "صورتك",
        "USER_GENDER": "جنسك",
        "USER_BIRTHDAY": "تاريخ ميلادك",
        "USER_NATIONALITY": "جنسيتك",
        "USER_CONTACTINFO": "رقم هاتفك وبريدك الإلكتروني",
        "NOTIFICATION_INBOX": "الكتابة إلى صندوق رسائلك",
        "NOTIFICATION_PUSH": "إرسال الإشعارات إليك",
        "AGREEMENT_PAY": "سحب الدفعات المتفق عليها",
        "CARD_LIST": "بطاقاتك",
        "auth_user": "ملفك الشخصي",
        "auth_base": "رقم حسابك",
        "USER_ID": "رقم حسابك",
        "USER_NICKNAME": "لقبك",
        "USER_LOGIN_ID": "جزء من اسم الدخول",
        "PLAINTEXT_USER_LOGIN_ID": "اسم الدخول",
        "HASH_LOGIN_ID": "بصمة اسم الدخول",
        "USER_ADDRESS": "عناوينك",
        "USER_SHIPPING_ADDRESS": "عنوان التوصيل",
        "USER_RESIDENT_ADDRESS": "عنوان سكنك",
        "USER_PHONE_NUMBER": "رقم هاتفك",
        "PLAINTEXT_MOBILE_PHONE": "رقم هاتفك",
        "SEND_MESSAGE": "إرسال الرسائل إليك",
        "codice_fiscale": "رقمك الضريبي",
    },
}


def words(language: str) -> Mapping[str, str]:
    """Return the words of a language, English for any other than Arabic."""
    return _WORDS["ar" if language == "ar" else "en"]


def scope_label(scope: str, language: str) -> str:
    """Return what a scope lets a program do, in words."""
    return words(language).get(scope, scope)
