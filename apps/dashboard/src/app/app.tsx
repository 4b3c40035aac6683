import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { DevicePage } from '../features/devices/device-page.js';
import { DevicesPage } from '../features/devices/devices-page.js';
import { NotificationsPage } from '../features/notifications/notifications-page.js';
import { OverviewPage } from '../features/overview/overview-page.js';
import { RulesPage } from '../features/rules/rules-page.js';
import { ScanPage } from '../features/scans/scan-page.js';
import { ScansPage } from '../features/scans/scans-page.js';
import { SchedulesPage } from '../features/schedules/schedules-page.js';
import { UploadsPage } from '../features/uploads/uploads-page.js';
import { Layout } from './layout.js';
import { NotFoundPage } from './not-found-page.js';
import { routes } from './paths.js';

const queries = new QueryClient({ defaultOptions: { queries: { retry: 1, staleTime: 5_000 } } });

const router = createBrowserRouter([
  {
    element: <Layout />,
    children: [
      { path: routes.overview, element: <OverviewPage /> },
      { path: routes.devices, element: <DevicesPage /> },
      { path: routes.device, element: <DevicePage /> },
      { path: routes.uploads, element: <UploadsPage /> },
      { path: routes.scans, element: <ScansPage /> },
      { path: routes.scan, element: <ScanPage /> },
      { path: routes.schedules, element: <SchedulesPage /> },
      { path: routes.notifications, element: <NotificationsPage /> },
      { path: routes.rules, element: <RulesPage /> },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);

export function App() {
  return (
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  );
}
