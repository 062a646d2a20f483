"""Setting a telephone up without typing: Linphone's remote provisioning file, and a QR code that leads to it.

The code holds the address of the file, with a token signed for that account and good for an hour; the file holds the
password. Nothing is sent to anybody else.
"""

from hashlib import sha256
from xml.etree import ElementTree as ET

from itsdangerous import BadSignature, URLSafeTimedSerializer

from simulator.phones.accounts import Telephone
from simulator.phones.ways_in import WayIn
from telephony.sip import SipAccount, in_uri

TOKEN_SECONDS = 3600
_NAMESPACE = "http://www.linphone.org/xsds/lpconfig.xsd"


def token_of(secret: str, account: SipAccount) -> str:
    """Good for this account as it is: with another password it leads nowhere."""
    return _signer(secret).dumps([account.user, _fingerprint(account)])


def user_of(secret: str, token: str) -> str | None:
    """The account that this token names; None when it is wrong or too old. See `is_of`."""
    try:
        return str(_signer(secret).loads(token, max_age=TOKEN_SECONDS)[0])
    except BadSignature:
        return None


def is_of(secret: str, token: str, account: SipAccount) -> bool:
    """Whether the token was made for the account with the password that it has now."""
    try:
        return _signer(secret).loads(token, max_age=TOKEN_SECONDS) == [account.user, _fingerprint(account)]
    except BadSignature:
        return False


def linphone_xml(phone: Telephone, way: WayIn) -> str:
    """One account, as Linphone's configuration (sections auth_info_0 and proxy_0).

    TLS only where it is a must: the installation's own authority has to be trusted on the telephone first.
    """
    account = phone.account
    address = f"{in_uri(way.host)}:{way.port}"
    transport = "tls" if way.transport == "tls" else "tcp"
    sections = {
        "auth_info_0": {
            "username": account.user,
            "passwd": account.password,
            "realm": "combine",
            "domain": way.host,
        },
        "proxy_0": {
            "reg_proxy": f"<sip:{address};transport={transport}>",
            "reg_identity": f'"{account.name}" <sip:{account.user}@{address}>',
            "reg_expires": "600",
            "reg_sendregister": "1",
        },
        "sip": {"default_proxy": "0"} | _encryption(way.is_encrypted),
        "net": {"firewall_policy": "none"},
    }
    root = ET.Element("config", {"xmlns": _NAMESPACE})
    for section, entries in sections.items():
        made = ET.SubElement(root, "section", {"name": section})
        for name, value in entries.items():
            ET.SubElement(made, "entry", {"name": name, "overwrite": "true"}).text = value
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + ET.tostring(root, encoding="unicode")


def _encryption(is_encrypted: bool) -> dict[str, str]:
    if not is_encrypted:
        return {"media_encryption": "none"}
    return {"media_encryption": "srtp", "media_encryption_mandatory": "1"}


def _fingerprint(account: SipAccount) -> str:
    return sha256(f"provisioning:{account.password}".encode()).hexdigest()[:16]


def _signer(secret: str) -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(secret, salt="sip-provisioning")
