import { Link } from 'react-router';
import { usePageTitle } from '../ui/page-title.js';
import { routes } from './paths.js';

export function NotFoundPage() {
  usePageTitle('No such page');
  return (
    <section>
      <h1>There is no such page</h1>
      <p>
        <Link to={routes.overview}>Go to the overview</Link>
      </p>
    </section>
  );
}
