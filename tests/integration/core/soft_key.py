"""A passkey made of software, for tests: what a browser and its authenticator answer (W3C WebAuthn, level 2)."""

import hashlib
import os
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_decode, websafe_encode
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

PRESENT_AND_VERIFIED = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


class SoftKey:
    """One credential for one site. `origin` is the address that the browser shows."""

    def __init__(self, origin: str, rp_id: str) -> None:
        self.origin = origin
        self.rp = hashlib.sha256(rp_id.encode()).digest()
        self.private = ec.generate_private_key(ec.SECP256R1())
        self.id = os.urandom(16)
        self.user_handle = b""

    def create(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a registration."""
        public = options["publicKey"]
        self.user_handle = websafe_decode(public["user"]["id"])
        made = AttestedCredentialData.create(
            Aaguid.NONE, self.id, ES256.from_cryptography_key(self.private.public_key())
        )
        flags = PRESENT_AND_VERIFIED | AuthenticatorData.FLAG.AT
        data = AuthenticatorData.create(self.rp, flags, 0, made)
        response = {
            "clientDataJSON": self._client_data(CollectedClientData.TYPE.CREATE, public["challenge"]),
            "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
        }
        return self._credential(response) | {"clientExtensionResults": {"credProps": {"rk": True}}}

    def get(self, options: dict[str, Any]) -> dict[str, Any]:
        """The answer to a sign-in."""
        challenge = options["publicKey"]["challenge"]
        client_data = self._client_data(CollectedClientData.TYPE.GET, challenge)
        data = AuthenticatorData.create(self.rp, PRESENT_AND_VERIFIED, 1)
        signed = data + hashlib.sha256(websafe_decode(client_data)).digest()
        response = {
            "clientDataJSON": client_data,
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(self.private.sign(signed, ec.ECDSA(SHA256()))),
            "userHandle": websafe_encode(self.user_handle),
        }
        return self._credential(response)

    def _client_data(self, kind: str, challenge: str) -> str:
        return websafe_encode(CollectedClientData.create(kind, challenge, self.origin))

    def _credential(self, response: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(self.id)
        return {"id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": {}}
