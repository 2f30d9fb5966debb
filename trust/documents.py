"""Documents that stand by themselves: signed JSON and signed PDF, checked without any database.

JSON is signed with the installation's Ed25519 key over its canonical form. PDF needs a certificate,
and PDF readers know ECDSA but hardly Ed25519, so a P-256 key is derived from the same secret and
carries a self-signed certificate. ``/boundary/keys.json`` publishes both public parts. Holds no
template, no wording and no rule about who may have a document.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from functools import lru_cache
from io import BytesIO
from mimetypes import guess_type
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string

from trust.keyfile import key_file

if TYPE_CHECKING:
    from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

JSON_PREFIX = b"argus-document-1\n"  # nothing else that this key signs begins so
STATIC_HOST = "https://documents.localhost/"  # never asked: the fetcher reads files instead
# NIST SP 800-186, 3.2.1.3: the order of the group of P-256.
P256_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
CERTIFIED_FROM = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
# RFC 5280, 4.1.2.5: "no well-defined expiration date".
CERTIFIED_UNTIL = dt.datetime(9999, 12, 31, 23, 59, 59, tzinfo=dt.UTC)
SIGNATURE_FIELD = "Argus"

Document = dict[str, Any]


class PdfUnavailable(Exception):
    """This machine lacks the libraries that draw a PDF; the page offers to print instead."""


# --- JSON ---------------------------------------------------------------------------------------


def canonical(document: Mapping[str, Any]) -> bytes:
    """What is signed: everything but the signature, keys sorted, no blanks, UTF-8."""
    body = {name: value for name, value in document.items() if name != "signature"}
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return JSON_PREFIX + text.encode()


def public_key() -> str:
    """The key that our JSON documents are checked with, in hex."""
    return key_file().signing_key().public_key().public_bytes_raw().hex()


def sign_json(body: Mapping[str, Any]) -> Document:
    """The body with ``public_key`` and ``signature``. Takes only what JSON can say."""
    document: Document = json.loads(json.dumps(dict(body))) | {"public_key": public_key()}
    return document | {"signature": key_file().signing_key().sign(canonical(document)).hex()}


def verify_json(document: Mapping[str, Any], key: str | None = None) -> bool:
    """Whether this installation (or the one with that public key) signed exactly this."""
    key = key or public_key()
    try:
        signature = bytes.fromhex(str(document.get("signature")))
        Ed25519PublicKey.from_public_bytes(bytes.fromhex(key)).verify(
            signature, canonical(document)
        )
    except (InvalidSignature, ValueError):
        return False
    return document.get("public_key") == key


def read_json(text: str | bytes) -> Document:
    """A document from its file; ValueError when it is none, or when a name stands in it twice."""
    document: object = json.loads(text, object_pairs_hook=_once)
    if not isinstance(document, dict):
        raise ValueError("A document is a JSON object.")
    return document


def _once(pairs: list[tuple[str, Any]]) -> Document:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise ValueError("A name stands twice in the document.")
    return found


# --- the certificate ----------------------------------------------------------------------------


def certificate() -> x509.Certificate:
    """The installation's own certificate: the same bytes whenever it is made."""
    return _identity(key_file().signing_key().private_bytes_raw(), settings.AGENCY_NAME)[1]


def public_keys() -> dict[str, str]:
    """What anyone needs to check our documents; it opens nothing."""
    return {
        "format": "argus-keys-1",
        "agency": settings.AGENCY_NAME,
        "ed25519": public_key(),
        "certificate": certificate().public_bytes(serialization.Encoding.PEM).decode(),
    }


@lru_cache(maxsize=4)
def _identity(secret: bytes, agency: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    """Key and certificate for PDF, both following from the signing secret (HKDF, RFC 5869)."""
    seed = HKDF(hashes.SHA256(), length=48, salt=None, info=b"argus-pdf-p256-1").derive(secret)
    number = int.from_bytes(seed, "big") % (P256_ORDER - 1) + 1
    key = ec.derive_private_key(number, ec.SECP256R1())
    serial = Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, "Argus documents"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, agency[:64] or "Argus"),
        ]
    )
    usage = x509.KeyUsage(
        digital_signature=True,
        content_commitment=True,
        key_cert_sign=True,  # it signed itself
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        crl_sign=False,
        encipher_only=False,
        decipher_only=False,
    )
    made = (
        x509.CertificateBuilder(name, name, key.public_key())
        .serial_number(int.from_bytes(serial[:15], "big") + 1)
        .not_valid_before(CERTIFIED_FROM)
        .not_valid_after(CERTIFIED_UNTIL)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage, critical=True)
        .sign(key, hashes.SHA256(), ecdsa_deterministic=True)
    )
    return key, made


# --- PDF ----------------------------------------------------------------------------------------


def render_pdf(template: str, context: Mapping[str, Any]) -> bytes:
    """The template as a tagged PDF (PDF/UA-1). Reads our static files and nothing else."""
    try:
        import weasyprint  # noqa: PLC0415 - takes a second, and its libraries may be absent
        from weasyprint.urls import URLFetcher, URLFetcherResponse  # noqa: PLC0415
    except (ImportError, OSError, DeprecationWarning) as missing:
        raise PdfUnavailable from missing

    class OnlyStatic(URLFetcher):  # type: ignore[misc]
        def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
            kind = guess_type(url)[0] or "application/octet-stream"
            return URLFetcherResponse(url, static_file(url), {"Content-Type": kind})

    html = render_to_string(template, dict(context))
    fetcher = OnlyStatic(fail_on_errors=True)
    page = weasyprint.HTML(string=html, base_url=STATIC_HOST, url_fetcher=fetcher)
    drawn: bytes = page.write_pdf(pdf_variant="pdf/ua-1", pdf_tags=True)
    return drawn


def static_file(url: str) -> bytes:
    """The static file that a document asks for; ValueError for every other address."""
    at = urlsplit(url)
    inside = f"{at.scheme}://{at.netloc}/" == STATIC_HOST and at.path.startswith("/static/")
    found = finders.find(at.path.removeprefix("/static/")) if inside else None
    if not found:
        raise ValueError(f"A document may read only its own static files: {url}")
    with open(found, "rb") as file:  # noqa: PTH123 - the finder answers with a plain path
        return file.read()


def sign_pdf(pdf: bytes) -> bytes:
    """The PDF with a certifying signature: any later change is a change."""
    from asn1crypto import keys as asn1_keys  # noqa: PLC0415 - pyHanko takes half a second
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import fields, signers  # noqa: PLC0415
    from pyhanko_certvalidator.registry import SimpleCertificateStore  # noqa: PLC0415

    key, ours = _identity(key_file().signing_key().private_bytes_raw(), settings.AGENCY_NAME)
    secret = key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    signer = signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(ours.public_bytes(serialization.Encoding.DER)),
        signing_key=asn1_keys.PrivateKeyInfo.load(secret),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call]
    )
    how = signers.PdfSignatureMetadata(
        field_name=SIGNATURE_FIELD,
        md_algorithm="sha256",
        certify=True,
        docmdp_permissions=fields.MDPPerm.NO_CHANGES,
    )
    signed = signers.sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)), how, signer=signer)
    return bytes(signed.getvalue())


def verify_pdf(pdf: bytes, pem: str | None = None) -> bool:
    """Whether this installation (or the one with that certificate) signed every byte of it."""
    ours = x509.load_pem_x509_certificate(pem.encode()) if pem else certificate()
    try:
        return _holds(pdf, ours.public_bytes(serialization.Encoding.DER))
    except Exception:  # noqa: BLE001 - a changed byte can trip the parser anywhere; each means no
        return False


def _holds(pdf: bytes, ours: bytes) -> bool:
    from asn1crypto import x509 as asn1_x509  # noqa: PLC0415
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415
    from pyhanko.sign.validation import validate_pdf_signature  # noqa: PLC0415
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415

    (signature,) = PdfFileReader(BytesIO(pdf)).embedded_signatures
    trusted = ValidationContext(
        trust_roots=[asn1_x509.Certificate.load(ours)], allow_fetching=False
    )
    status = validate_pdf_signature(signature, trusted)
    return (
        status.bottom_line
        and status.coverage == SignatureCoverageLevel.ENTIRE_FILE
        and signature.signer_cert.dump() == ours
        and _nothing_hidden(signature)
        and _plainly_written(signature, pdf)
    )


def _nothing_hidden(signature: EmbeddedPdfSignature) -> bool:
    """No signature covers the place where it lies itself, so its envelope is built again.

    Around the signed attributes and the signature everything is known; only zeros may follow.
    """
    from asn1crypto import cms  # noqa: PLC0415

    signer, ours = signature.signer_info, signature.signer_cert
    sha256 = cms.DigestAlgorithm({"algorithm": "sha256"})
    names = {"issuer": ours.issuer, "serial_number": ours.serial_number}
    again = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": names}),
        "digest_algorithm": sha256,
        "signed_attrs": signer["signed_attrs"],
        "signature_algorithm": {"algorithm": "sha256_ecdsa"},
        "signature": signer["signature"].native,
    }
    envelope = {
        "version": "v1",
        "digest_algorithms": [sha256],
        "encap_content_info": {"content_type": "data"},
        "certificates": [ours],
        "signer_infos": [again],
    }
    expected = cms.ContentInfo(
        {"content_type": "signed_data", "content": cms.SignedData(envelope)}
    ).dump()
    stored = bytes(signature.pkcs7_content)
    return stored.startswith(expected) and not stored[len(expected) :].strip(b"\0")


def _plainly_written(signature: EmbeddedPdfSignature, pdf: bytes) -> bool:
    """Capitals and nothing between the digits: one way only to write the signature down."""
    _, start, end, _ = (int(each) for each in signature.byte_range)
    return pdf[start:end] == b"<" + bytes(signature.pkcs7_content).hex().upper().encode() + b">"
