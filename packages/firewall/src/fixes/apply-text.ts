import type { Dialect } from '../policy.js';

/** What a list of rules is called where people see it; dialects have names of their own for some. */
export function chainText(dialect: Dialect, chain: string): string {
  switch (dialect) {
    case 'cisco-asa':
    case 'cisco-ios':
      return `access list ${chain.replace(/ end$/, '')}`;
    case 'panos':
      return 'the security rules';
    case 'fortios':
      return 'the firewall policies';
    case 'juniper-srx':
      return chain === 'policies' ? 'the global policies' : chain;
    case 'pfsense':
    case 'opnsense':
      return 'the rules of the interface';
    case 'iptables':
    case 'nftables':
    case 'pf':
    case 'meraki':
    case 'unifi':
    case 'aws':
      return chain;
  }
}

/** How lines become the policy in force, and stay it; what a device keeps by itself needs no more. */
export function applyText(dialect: Dialect): string {
  switch (dialect) {
    case 'iptables':
      return 'Save the rules afterwards (iptables-save into the file that is loaded at start), or they are gone with the next one';
    case 'nftables':
      return 'Put the lines into the file that is loaded at start too (/etc/nftables.conf), or they are gone with the next one';
    case 'pf':
      return 'Edit /etc/pf.conf, check it (pfctl -nf) and load it (pfctl -f)';
    case 'cisco-asa':
    case 'cisco-ios':
      return 'Enter the lines in configuration mode (configure terminal) and keep them (write memory)';
    case 'panos':
      return 'Enter the lines in configuration mode (configure) and commit; where Panorama manages the device, make the rule there and push it';
    case 'fortios':
      return 'Enter the lines at the command line of the device; where FortiManager manages it, make the policy there and install it';
    case 'juniper-srx':
      return 'Enter the lines in configuration mode (configure), check them (commit check) and commit';
    case 'pfsense':
      return 'Enter the rules under Firewall > Rules at this place and apply, or restore the changed config.xml under Diagnostics > Backup & Restore';
    case 'opnsense':
      return 'Enter the rules under Firewall > Rules at this place and apply, or restore the changed config.xml under System > Configuration > Backups';
    case 'meraki':
      return 'Enter the rules in this order under Firewall of the network in the dashboard, or send the whole changed list back to the l3FirewallRules of the API (without the default rule)';
    case 'unifi':
      return 'Enter the rules in the firewall settings of the controller in this order, or send each to rest/firewallrule of its API';
    case 'aws':
      return 'Run the commands with rights on the VPC, or put the entries into the template the lists are made from';
  }
}
