"""The compose file holds together, as far as can be known without containers."""

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from kb.settings import read_settings
from tests.conftest import ROOT

DEPLOY = ROOT / "deploy"
COMPOSE: dict[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text(encoding="utf-8"))
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]

SERVICE_KEYS = {
    *("image", "build", "restart", "environment", "ulimits", "mem_limit", "shm_size", "networks", "ports"),
    *("stop_grace_period", "healthcheck", "depends_on", "volumes", "command", "secrets"),
    *("read_only", "cap_drop", "security_opt", "tmpfs"),
}
"""The keys of the compose specification that are used here; another one is a slip or needs a look."""

each_service = pytest.mark.parametrize("name", SERVICES)


def source(mount: str) -> str:
    """What a mount brings in: a volume's name, or a path with its variable's default."""
    return re.sub(r"\$\{\w+:[-?]([^}]*)\}", r"\1", mount).split(":")[0]


@each_service
def test_a_service_uses_known_keys_and_what_is_declared(name: str) -> None:
    service = SERVICES[name]
    assert set(service) <= SERVICE_KEYS
    assert set(service["networks"]) <= set(COMPOSE["networks"])
    assert set(service.get("secrets", ())) <= set(COMPOSE["secrets"])
    assert set(service.get("depends_on", ())) <= set(SERVICES)
    named = {source(mount) for mount in service.get("volumes", ()) if re.match(r"[a-z]", mount)}
    assert named <= set(COMPOSE["volumes"])


@each_service
def test_a_service_is_bounded_in_memory_and_watched(name: str) -> None:
    service = SERVICES[name]
    assert re.fullmatch(r"\$\{KB_\w+:-\d+[mg]\}|\d+[mg]", service["mem_limit"])
    assert service["restart"] == "unless-stopped"
    is_product = "build" in service  # whose Dockerfile has a health check
    assert is_product or service["healthcheck"]["test"][0] == "CMD-SHELL"


@each_service
def test_an_image_is_of_a_stated_version(name: str) -> None:
    tag = SERVICES[name]["image"].partition(":")[2]
    assert re.search(r"\d", tag) and "latest" not in tag


def test_nothing_but_the_proxy_is_open_to_the_outside() -> None:
    assert [name for name, service in SERVICES.items() if "ports" in service] == ["proxy"]
    assert [name for name, service in SERVICES.items() if "outer" in service["networks"]] == ["proxy"]
    assert COMPOSE["networks"]["inner"]["internal"] is True


def test_no_two_services_share_a_volume_that_is_written() -> None:
    mounts = [
        source(mount)
        for service in SERVICES.values()
        for mount in service.get("volumes", ())
        if not mount.endswith(":ro")
    ]
    assert len(mounts) == len(set(mounts))


@pytest.mark.parametrize("name", [name for name, service in SERVICES.items() if "build" in service])
def test_the_product_is_told_of_services_that_are_there(name: str, tmp_path: Path) -> None:
    password = tmp_path / "password"
    password.write_text("x")
    environ = {
        key: re.sub(r"\$\{\w+:-([^}]*)\}", r"\1", value)
        for key, value in SERVICES[name]["environment"].items()
    }
    settings = read_settings(None, {**environ, "KB_DATABASE_PASSWORD_FILE": str(password)})
    source_text = (ROOT / "kb" / "settings.py").read_text(encoding="utf-8")
    assert all(f'"{key.removesuffix("_FILE")}"' in source_text for key in environ)
    hosts = re.findall(
        r"//(?:\w+@)?([\w-]+):", " ".join([settings.database_url or "", *settings.cluster.nodes])
    )
    assert set(hosts) <= set(SERVICES) and len(hosts) == 4


def test_the_proxy_knows_the_web_servers() -> None:
    upstream = re.findall(r"^ +server ([\w-]+):8000", (DEPLOY / "nginx.conf").read_text(), re.MULTILINE)
    assert (
        upstream == [name for name in SERVICES if name.startswith("web-")] == SERVICES["proxy"]["depends_on"]
    )


def test_variables_with_an_example_are_those_in_use() -> None:
    used = set(re.findall(r"\$\{(KB_\w+)", (DEPLOY / "compose.yaml").read_text()))
    shown = set(re.findall(r"^(KB_\w+)=", (DEPLOY / "env.example").read_text(), re.MULTILINE))
    assert used - shown == {"KB_VERSION"}
    assert shown <= used


def test_the_image_gets_every_file_it_is_built_from() -> None:
    allowed = re.findall(r"^!(.+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE)
    assert all((ROOT / name).exists() for name in allowed)
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r"packages = \[(.*)\]", project)
    assert packages and set(re.findall(r'"(\w+)"', packages[1])) <= set(allowed)


def test_the_locked_packages_of_the_image_are_those_of_the_tests() -> None:
    def pins(name: str) -> set[str]:
        return set(re.findall(r"^([\w.-]+==[^ ]+)", (ROOT / name).read_text(), re.MULTILINE))

    image = pins("requirements-cluster.lock")
    assert image <= pins("requirements-test.lock")
    assert any(pin.startswith("psycopg-binary==") for pin in image)
