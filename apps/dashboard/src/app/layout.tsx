import { NavLink, Outlet } from 'react-router';
import { routes } from './paths.js';

const links = [
  [routes.overview, 'Overview'],
  [routes.devices, 'Devices'],
  [routes.uploads, 'Uploads'],
  [routes.schedules, 'Schedules'],
  [routes.rules, 'Rules'],
] as const;

export function Layout() {
  return (
    <>
      <a className="skip" href="#content">
        Skip to content
      </a>
      <header className="top">
        <strong className="brand">Ringcheck</strong>
        <nav aria-label="Main">
          {links.map(([to, label]) => (
            <NavLink key={to} to={to} end={to === routes.overview}>
              {label}
            </NavLink>
          ))}
        </nav>
      </header>
      <main id="content">
        <Outlet />
      </main>
    </>
  );
}
