"""A node that speaks TLS only and asks for a password: OpenSearch's own security plugin."""

import shutil
import subprocess
import zipfile
from pathlib import Path

from opensearchpy import OpenSearch

from tests.cluster.nodes import BUILD, TestCluster, build

__all__ = ["PASSWORD", "READER", "USER", "SecuredNode"]

USER, READER, PASSWORD = "kb", "khach", "Mat-khau-rieng-1"
_STORE_PASSWORD = "changeit"
_PLUGIN = "org.opensearch.security.OpenSearchSecurityPlugin"
_USERS = """
_meta: {{type: internalusers, config_version: 2}}
{user}: {{hash: "{hash}", backend_roles: [admin]}}
{reader}: {{hash: "{hash}"}}
"""
_ROLES = """
_meta: {type: rolesmapping, config_version: 2}
all_access: {backend_roles: [admin]}
"""


class SecuredNode(TestCluster):
    """One such node. USER may do all, READER may only say who it is; both have PASSWORD."""

    __test__ = False
    scheme = "https"

    def __init__(self, directory: Path) -> None:
        plugin = _unpacked()
        class_path = f"{build()}:{plugin}/*"
        super().__init__(directory, 1, class_path, _settings())
        config = directory / "node0" / "config"
        shutil.copytree(plugin / "config", config / "opensearch-security")
        _write_users(config / "opensearch-security", class_path)
        self.ca_path = _write_certificates(config)

    def client(self, number: int = 0) -> OpenSearch:
        return OpenSearch(
            [self.addresses[number]], http_auth=(USER, PASSWORD), ca_certs=str(self.ca_path), max_retries=0
        )


def _unpacked() -> Path:
    """The plugin's jars and default configuration, unpacked once."""
    (archive,) = (Path(part) for part in build().split(":") if part.endswith(".zip"))
    directory = BUILD / archive.stem
    if not directory.exists():
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(directory.with_suffix(".new"))
        directory.with_suffix(".new").rename(directory)
    return directory


def _write_users(directory: Path, class_path: str) -> None:
    hasher = ["java", "-cp", class_path, "org.opensearch.security.tools.Hasher", "-p", PASSWORD]
    printed = subprocess.run(hasher, check=True, capture_output=True, text=True).stdout
    users = _USERS.format(user=USER, reader=READER, hash=printed.split()[-1])
    (directory / "internal_users.yml").write_text(users, encoding="utf-8")
    (directory / "roles_mapping.yml").write_text(_ROLES, encoding="utf-8")


def _write_certificates(directory: Path) -> Path:
    """A key with its certificate, and a file that trusts it for Java; the same for everyone else."""
    key, trust, certificate = directory / "node.p12", directory / "trust.p12", directory / "ca.pem"
    subject = ("-dname", "CN=kb-test", "-ext", "san=ip:127.0.0.1", "-validity", "30")
    make = ("-genkeypair", "-alias", "node", "-keyalg", "RSA", "-keysize", "2048", *subject)
    _keytool(*make, "-keystore", str(key))
    _keytool("-exportcert", "-rfc", "-alias", "node", "-keystore", str(key), "-file", str(certificate))
    _keytool("-importcert", "-noprompt", "-alias", "ca", "-file", str(certificate), "-keystore", str(trust))
    return certificate


def _keytool(*arguments: str) -> None:
    store = ("-storetype", "PKCS12", "-storepass", _STORE_PASSWORD)
    subprocess.run(["keytool", *arguments, *store], check=True, capture_output=True)


def _settings() -> list[str]:
    settings = [
        f"plugin={_PLUGIN}",
        "plugins.security.ssl.http.enabled=true",
        "plugins.security.ssl.transport.enforce_hostname_verification=false",
        "plugins.security.allow_default_init_securityindex=true",
        "plugins.security.nodes_dn=CN=kb-test",
        "plugins.security.authcz.admin_dn=CN=nobody",
    ]
    for layer in ("transport", "http"):
        for store, file in (("keystore", "node.p12"), ("truststore", "trust.p12")):
            name = f"plugins.security.ssl.{layer}.{store}"
            settings += [
                f"{name}_type=PKCS12",
                f"{name}_filepath={file}",
                f"{name}_password={_STORE_PASSWORD}",
            ]
    return settings
