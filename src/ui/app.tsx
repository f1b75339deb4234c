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

export function App({ page }: { page: Page }) {
  useEffect(() => page.feed.start(), [page]);
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
