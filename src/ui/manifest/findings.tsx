import { Offers } from './offers';
import { Problems } from './problems';
import '../styles/findings.css';

/** What is wrong with the text, and what the page could do about it. */
export function Findings() {
  return (
    <>
      <Problems />
      <Offers />
    </>
  );
}
