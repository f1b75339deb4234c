import { useEffect } from 'react';
import { ClusterPane } from './cluster/cluster-pane';
import { Inspector } from './inspector/inspector';
import { ManifestPane } from './manifest/manifest-pane';
import type { Page } from './page';
import { PageContext, useView } from './page-context';
import { Header } from './shell/header';
import { LastCommand } from './shell/last-command';
import { LiveRegion } from './shell/live-region';
import { NoticeBar } from './shell/notice-bar';
import { PaneTabs } from './shell/pane-tabs';
import { useShortcuts } from './shell/shortcuts';
import { useThemeAttribute } from './shell/theme';
import './styles/index.css';
import { TimeBar } from './time/time-bar';

/** `onLive`: all controls answer. */
export function App({ page, onLive }: { page: Page; onLive?: () => void }) {
  useEffect(() => page.feed.start(), [page]);
  // Effects of the parts run before those of the whole.
  useEffect(() => onLive?.(), [onLive]);
  return (
    <PageContext value={page}>
      <Shell />
    </PageContext>
  );
}

function Shell() {
  const pane = useView((v) => v.pane);
  useThemeAttribute();
  useShortcuts();
  return (
    <div className="page" data-pane={pane}>
      <Header />
      <NoticeBar />
      <PaneTabs />
      <main className="panes">
        <ManifestPane />
        <ClusterPane />
        <Inspector />
      </main>
      <LastCommand />
      <TimeBar />
      <LiveRegion />
    </div>
  );
}
