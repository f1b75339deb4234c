/** What a fresh machine lacks: the packages of package-lock.json, and a Chromium for the end-to-end tests. */
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';

export function run(command, args, options = {}) {
  execFileSync(command, args, { stdio: 'inherit', ...options });
}

/** Installs the packages unless the installed ones are as new as the lock file. */
export function ensurePackages() {
  const marker = 'node_modules/.package-lock.json';
  if (existsSync(marker) && statSync(marker).mtimeMs >= statSync('package-lock.json').mtimeMs) return;
  run('npm', ['ci', '--no-fund', '--no-audit']);
}

const KNOWN_BROWSERS = [process.env.PLAYWRIGHT_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser'];

/** Playwright's own Chromium where it can be downloaded, Debian's otherwise; nothing when one is there already. */
export async function ensureBrowser() {
  if (KNOWN_BROWSERS.some((path) => path && existsSync(path))) return;
  const { chromium } = await import('@playwright/test');
  if (existsSync(chromium.executablePath())) return;
  if (existsSync('/usr/bin/apt-get') && installWithApt()) return;
  run('npx', ['playwright', 'install', '--with-deps', 'chromium']);
}

function installWithApt() {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo', '-n'];
  const apt = (...args) => {
    const [command, ...rest] = [...sudo, 'apt-get', ...args];
    return (
      spawnSync(command, rest, {
        stdio: 'inherit',
        env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
      }).status === 0
    );
  };
  apt('update');
  return (
    apt('install', '-y', '--no-install-recommends', 'chromium', 'fonts-dejavu-core') &&
    existsSync('/usr/bin/chromium')
  );
}
