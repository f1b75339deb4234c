import type { ReactNode } from 'react';
import type { KubeObject } from '../../k8s/types';
import type { ViewState } from '../../state/types';
import { toYaml } from '../../yaml/to-yaml';
import { usePage, useView } from '../page-context';
import { Tabs } from '../widgets/tabs';
import { EventTable } from './event-table';

/** The three views of anything selected. `first` is what the page itself has to say. */
export function ObjectTabs(props: {
  first: { label: string; content: ReactNode };
  object: KubeObject | undefined;
  /** Said where there is no object. */
  absent?: string;
  /** Whose events to show when there is no object. */
  eventsOf?: KubeObject;
}) {
  const { first, object, absent, eventsOf } = props;
  const tab = useView((v) => v.inspectorTab);
  const { view } = usePage().services;
  const about = object ?? eventsOf;
  return (
    <Tabs<ViewState['inspectorTab']>
      label="About the selection"
      chosen={tab}
      onChoose={(key) => view.getState().setInspectorTab(key)}
      tabs={[
        { key: 'why', label: first.label, content: first.content },
        {
          key: 'yaml',
          label: 'YAML',
          content: object ? <YamlView object={object} /> : <p className="muted padded">{absent}</p>,
        },
        {
          key: 'events',
          label: 'Events',
          content: about ? <EventTable object={about} /> : <p className="muted padded">{absent}</p>,
        },
      ]}
    />
  );
}

function YamlView({ object }: { object: KubeObject }) {
  return (
    <pre className="yaml" tabIndex={0} aria-label={`YAML of ${object.kind} ${object.metadata.name}`}>
      {toYaml(object)}
    </pre>
  );
}
