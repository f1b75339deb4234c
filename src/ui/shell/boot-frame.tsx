import { Logo } from '../widgets/logo';

/** The page's frame while the simulation is on its way: same places, nothing to read yet. */
export function BootFrame() {
  return (
    <div className="page" aria-busy="true">
      <header className="header">
        <h1 className="brand">
          <Logo />
          DaemonSet Playground
        </h1>
      </header>
      <main className="panes">
        <section className="pane manifest-pane" />
        <section className="pane cluster-pane" />
        <section className="pane inspector" />
      </main>
      <section className="time-bar" />
    </div>
  );
}
