import { lazy } from "../../../core/lazy.js";
import type { OptionSyntax } from "../options.js";

/** The options of each manager that take a value, so that no value is read as a package. From the manuals of the programs. */
export const APT = valued(
  `-a --build-profiles -c --config-file --default-release --host-architecture -o --option -P -t --target-release`,
);
export const APK = valued(
  `--arch --cache-dir --cache-max-age --keys-dir -p --progress-fd --repositories-file --repository --root -t --timeout
  --virtual --wait -X`,
);
export const RPM = valued(
  `--advisory --arch -c --color --comment --config -d --debuglevel --destdir --disableplugin --disablerepo --downloaddir
  -e --enableplugin --enablerepo --errorlevel --exclude --excludepkgs --forcearch --installroot -R --randomwait
  --releasever --repo --repoid --rpmverbosity --setopt -x`,
);
export const ZYPPER = valued(`-c --config -D --from -p --plus-repo -R -r --repo --reposd-dir --root -t --type`);
export const PACMAN = valued(`--arch -b --cachedir --color --config --dbpath --gpgdir --hookdir --ignore -r --root`);
export const NPM = valued(
  `--also --arch --audit-level --before -C --cache --cafile --cpu --fetch-retries --fetch-retry-maxtimeout
  --fetch-retry-mintimeout --fetch-timeout --globalconfig --https-proxy --include --install-strategy --libc --location
  --loglevel --maxsockets --network-timeout --node-options --noproxy --omit --only --os --platform --prefix --proxy
  --python --registry --save-prefix --scope --script-shell --tag --userconfig -w --workspace`,
  { booleans: true },
);
export const YARN = valued(
  `--cache-folder --cwd --emoji --global-folder --https-proxy --link-folder --mode --modules-folder --mutex
  --network-concurrency --network-timeout --otp --preferred-cache-folder --prefix --proxy --registry --use-yarnrc`,
  { booleans: true },
);
export const PNPM = valued(
  `-C --child-concurrency --cpu --dir -F --fetch-retries --fetch-timeout --filter --filter-prod --global-bin-dir
  --global-dir --libc --lockfile-dir --loglevel --modules-dir --network-concurrency --node-linker --os
  --package-import-method --registry --reporter --store-dir --virtual-store-dir --workspace-concurrency`,
  { booleans: true },
);
export const BUN = valued(
  `--backend -c --cache-dir --cafile --concurrent-scripts --config --cwd --filter --network-concurrency --omit
  --registry`,
  { booleans: true },
);
export const DENO = valued(`-c --config -e --entrypoint --import-map --lock -n --name --root`, { booleans: true });
export const PIP = valued(
  `--abi -b --build -C -c --cache-dir --cert --client-cert --config-settings --constraint -d --dest -e --editable
  --exists-action --extra-index-url -f --find-links --global-option --group -i --implementation --index-url
  --install-option --keyring-provider --log --no-binary --only-binary --pip-args --platform --prefix --progress-bar
  --proxy --python --python-version -r --report --requirement --resume-retries --retries --root --root-user-action --spec
  --src --suffix -t --target --timeout --trusted-host --upgrade-strategy --uploaded-prior-to --use-deprecated
  --use-feature -w --wheel-dir`,
);
export const UV = valued(
  `--allow-insecure-host -c --cache-dir --color --config-file --constraint --constraints --default-index --directory -e
  --editable --exclude-newer --extra --extra-index-url -f --find-links --from --group -i --index --index-url
  --fork-strategy --index-strategy --keyring-provider --link-mode --no-binary --no-binary-package --no-build-package
  --no-group --no-install-package --only-binary --only-group --override --overrides -P -p --package --prefix --prerelease
  --project --python --python-platform --python-preference --python-version -r --refresh-package --requirement
  --requirements --resolution -t --target --torch-backend --upgrade-package --with`,
);
export const POETRY = valued(`-C --directory -E --extras -f --format -o --only --output -P --project --with --without`);
export const PIPENV = valued(
  `-c --categories -e --editable --extra-pip-args", -i --index --pypi-mirror --python -r --requirements`,
);
export const PDM = valued(`-c --config -e --editable -G --group -L --lockfile -p --project --venv`);
export const CONDA = valued(
  `-c --channel -f --file -n --name -p --platform --prefix -r --repodata-fn --root-prefix", --solver --subdir`,
);
export const GO = valued(
  `-asmflags -buildmode -C -compiler -count -covermode -coverpkg -exec -gccgoflags -gcflags -installsuffix -ldflags -mod
  -modfile -o -overlay -p -pgo -pkgdir -run -tags -timeout -toolexec`,
  { clusters: false },
);
export const CARGO = valued(
  `--artifact-dir --bin --branch -C --color --config --example -F --features --git --index -j --jobs --manifest-path
  --message-format --out-dir -p --package --path --profile --recipe-path --registry --rev --root --tag --target
  --target-dir --vers --version -Z`,
);
export const MAVEN = valued(`-b -D -f --file -gs -l -P -pl --projects -rf -s --settings -T -t --threads`, { clusters: false });
export const GRADLE = valued(
  `-b --build-file -c --configuration --console --exclude-task -g --gradle-user-home -I --init-script --max-workers -p
  --project-cache-dir --project-dir --settings-file -x`,
  { clusters: false },
);
export const BUNDLE = valued(`--gemfile -j --jobs --only --path -r --retry --shebang --trust-policy --with --without`);
export const GEM = valued(
  `-B --bindir --build-root --config-file --http-proxy -i --install-dir -n -P -p --platform -s --source --trust-policy -v
  --version`,
  { booleans: true },
);
export const COMPOSER = valued(
  `--audit-format -d --ignore-platform-req --repository --repository-url -s --stability --working-dir`,
);
export const DOTNET = valued(
  `-a --add-source --arch -c --configfile --configuration -f --framework -o --os --output -p --packages --project
  --property -r --runtime -s --source --tool-path -v --verbosity --version --version-suffix`,
  { clusters: false, booleans: true },
);
export const MIX = valued(`--only`);

function valued(names: string, rest: Omit<OptionSyntax, "valued"> = {}): OptionSyntax {
  const set = lazy(() => new Set(names.split(/\s+/)));
  return {
    ...rest,
    get valued() {
      return set();
    },
  };
}
