import { appleBusiness } from './vendors/apple-business.js';
import { configurator } from './vendors/configurator.js';
import { fleet } from './vendors/fleet.js';
import { intune } from './vendors/intune.js';
import { jamfSchool } from './vendors/jamf-school.js';
import { jamf } from './vendors/jamf.js';
import { kandji } from './vendors/kandji.js';
import { mac } from './vendors/mac.js';
import { mdm } from './vendors/mdm.js';
import { meraki } from './vendors/meraki.js';
import { mosyle } from './vendors/mosyle.js';
import { network } from './vendors/network.js';
import { simplemdm } from './vendors/simplemdm.js';
import { workspaceOne } from './vendors/workspace-one.js';
import { zentral } from './vendors/zentral.js';
import type { Recipe } from './recipe.js';

/** In the order of the list that `ringcheck recipe` prints. */
export const recipes: readonly Recipe[] = [
  jamf,
  jamfSchool,
  intune,
  kandji,
  fleet,
  simplemdm,
  mosyle,
  workspaceOne,
  meraki,
  zentral,
  appleBusiness,
  mdm,
  mac,
  configurator,
  network,
];
