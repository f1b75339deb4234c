import { useStore } from 'zustand';
import { KUBERNETES_VERSION } from '../../engine/facts';
import { usePage, useSession, useView } from '../page-context';
import { Icon } from '../widgets/icon';
import { latePart } from '../widgets/late-part';
import { Logo } from '../widgets/logo';
import { dialogs, openDialog } from './dialog-store';
import { NEXT_THEME } from './theme';

const AboutDialog = latePart(async () => (await import('../dialogs/about-dialog')).AboutDialog);
const HelpDialog = latePart(async () => (await import('../dialogs/help-dialog')).HelpDialog);
const ShareDialog = latePart(async () => (await import('../dialogs/share-dialog')).ShareDialog);

export function Header() {
  const { services } = usePage();
  const title = useSession((s) => s.title);
  return (
    <header className="header">
      <h1 className="brand">
        <Logo />
        DaemonSet Playground
      </h1>
      <span className="rule wide-only" aria-hidden="true" />
      <span className="scenario wide-only">{title}</span>
      <button type="button" className="badge wide-only" onClick={() => openDialog('about')}>
        simulated Kubernetes {KUBERNETES_VERSION}
      </button>
      <span className="grow" />
      <button type="button" className="button quiet" onClick={() => services.startOver()}>
        <Icon name="restart" />
        <span className="roomy">Start over</span>
      </button>
      <ThemeButton />
      <button
        type="button"
        className="button quiet square"
        aria-label="Help and keyboard shortcuts"
        title="Help and keyboard shortcuts (?)"
        onClick={() => openDialog('help')}
      >
        <Icon name="help" />
      </button>
      <button type="button" className="button primary" onClick={() => openDialog('share')}>
        <span className="wide-only">
          <Icon name="share" size={15} />
        </span>
        Share
      </button>
      <Dialogs />
    </header>
  );
}

function Dialogs() {
  const open = useStore(dialogs, (d) => d.open);
  return (
    <>
      {open === 'about' && <AboutDialog />}
      {open === 'help' && <HelpDialog />}
      {open === 'share' && <ShareDialog />}
    </>
  );
}

function ThemeButton() {
  const theme = useView((v) => v.theme);
  const { view } = usePage().services;
  const icon = theme === 'system' ? 'system' : theme === 'dark' ? 'moon' : 'sun';
  return (
    <button
      type="button"
      className="button quiet square"
      aria-label={`Theme: ${theme}`}
      title={`Theme: ${theme}. Next: ${NEXT_THEME[theme]}`}
      onClick={() => view.getState().setTheme(NEXT_THEME[theme])}
    >
      <Icon name={icon} />
    </button>
  );
}
