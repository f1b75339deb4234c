/** Used when the page is built: the first picture as HTML, from the very components that take it over in the browser. */
import { renderToString } from 'react-dom/server';
import { firstPage } from './first-page';
import { App } from './ui/app';

/** `known`: see `firstPage`. */
export function prerender(known: boolean): string {
  return renderToString(<App page={firstPage(known).page} />);
}
