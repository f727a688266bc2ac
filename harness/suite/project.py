"""What the project's config says, as this run needs it: its program, its merchant, its wallet."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from harness.config import CONFIG_FILE, Config, find_config
from harness.errors import HarnessError, near
from harness.library import package
from harness.suite.backend import CommandMerchant
from harness.suite.program import Good, MerchantUnderTest, Program
from harness.suite.refund import ConfiguredRefund
from harness.suite.running import RunningMerchant
from harness.suite.style import settings_of
from harness.wallet.keys import PublicKey, load_private_key, load_public_key
from harness.wallet.profile import Delivery

DEFAULT_PROFILE = "super_qi"
DELIVERIES: tuple[Delivery, ...] = ("success", "split")
_REFERENCE = (f"{package('fixtures')}.programs", "ReferenceMerchant")
"""By name, as --program names a Program: the harness itself knows no merchant."""

_PROJECT = pytest.StashKey[Config | None]()


def project_of(config: pytest.Config) -> Config | None:
    """Return the config of the project that is played, None where it has none; raises HarnessError for a wrong one."""
    if _PROJECT not in config.stash:
        config.stash[_PROJECT] = find_config(config.rootpath)
    return config.stash[_PROJECT]


def profile_of(config: pytest.Config) -> str:
    """Return the wallet's profile: the one that --profile names, else the config's, else Super Qi's."""
    given, project = config.getoption("--profile"), project_of(config)
    return str(given or (project.profile if project else DEFAULT_PROFILE))


def deliveries_of(config: pytest.Config) -> tuple[Delivery, ...]:
    """Return the ways in which a scenario tagged @deliveries is played."""
    project = project_of(config)
    return project.deliveries if project else DELIVERIES


def wallet_key_of(config: pytest.Config) -> RSAPrivateKey | None:
    """Return the wallet's private key where the merchant holds its public half already, None for a new one."""
    project = project_of(config)
    if project is None or project.wallet_key is None:
        return None
    key = load_private_key(project.wallet_key.read_bytes(), near(project.wallet_key))
    if not isinstance(key, RSAPrivateKey):
        raise HarnessError(
            "the wallet signs with RSA256 only", place=near(project.wallet_key), action="make an RSA key"
        )
    return key


def programs_of(config: pytest.Config) -> dict[str, Program]:
    """Return the config's programs by their names; raises HarnessError where there is no config."""
    project = project_of(config)
    if project is None:
        action = f'write {CONFIG_FILE} (`harness init` does), or define a session fixture "programs" in conftest.py'
        raise HarnessError("no program is named", action=action)
    return programs_in(project)


def programs_in(project: Config) -> dict[str, Program]:
    """Return a config's program by its name, and where it is there in both kinds, the other by the name of such a one."""
    found = {project.name: program_of(project)}
    if project.partner is not None:  # a project's two programs belong together by name
        name = f"{project.name}-{project.partner.kind}"
        found[name] = replace(program_of(project.partner), name=name)
    return found


def program_of(config: Config) -> Program:
    """Return the Program that a config describes; raises HarnessError for keys that cannot be read."""
    refund = config.merchant.refund
    return Program(
        name=config.name,
        kind=config.kind,
        folder=config.folder,
        merchant=_merchant(config),
        actions={name: tuple(dict(target) for target in taps) for name, taps in config.actions.items()},
        screens={name: dict(target) for name, target in config.screens.items()},
        goods=tuple(Good(good.name, good.price, good.description) for good in config.goods),
        url=config.url,
        balance=config.balance,
        language=config.language,
        routes=config.routes,
        address=config.address,
        cannot=config.cannot,
        refund=ConfiguredRefund(refund, f"{near(config.file)}: merchant.refund") if refund is not None else None,
    )


def check_project(config: pytest.Config) -> None:
    """Raise HarnessError where the config is wrong, or the run cannot be played as it says."""
    settings_of(config.rootpath)
    project = project_of(config)
    if project is None:
        return
    if project.wallet_port and config.getoption("numprocesses", None):
        raise HarnessError(
            f"the gateway has one fixed port, {project.wallet_port}, so only one process can play",
            place=f"{near(project.file)}: wallet.port",
            action="leave out -n",
        )


def _merchant(config: Config) -> Callable[[], MerchantUnderTest]:
    settings, file = config.merchant, config.merchant.public_key
    public_key = load_public_key(file.read_bytes(), near(file)) if file is not None else None
    if settings.command:
        return lambda: _started(config, public_key)
    if settings.url:
        running = RunningMerchant(
            name=config.name,
            name_arabic=config.name_arabic,
            url=settings.url,
            client_id=settings.client_id,
            public_key=public_key,
            place=f"{near(config.file)}: merchant.url",
        )
        return lambda: running
    made: Callable[..., MerchantUnderTest] = getattr(importlib.import_module(_REFERENCE[0]), _REFERENCE[1])
    return lambda: made(name=config.name, name_arabic=config.name_arabic)


def _started(config: Config, public_key: PublicKey | None) -> CommandMerchant:
    settings = config.merchant
    return CommandMerchant(
        command=settings.command,
        folder=settings.folder,
        name=config.name,
        name_arabic=config.name_arabic,
        env=settings.env,
        env_file=settings.env_file,
        files=settings.files,
        port=settings.port,
        ready=settings.ready,
        ready_seconds=settings.ready_seconds,
        restart=settings.restart,
        client_id=settings.client_id,
        public_key=public_key,
    )
