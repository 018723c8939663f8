<?php
/**
 * Plugin Name:       Tributary: partner center
 * Description:       Your partners' center inside your site, under one login: figures, links, promo tools, earnings; with sign-up, a role for partners, and tracking that lasts.
 * Version:           0.1.0
 * Requires at least: 6.2
 * Requires PHP:      7.4
 * Author:            The Tributary authors
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       tributary
 * Domain Path:       /languages
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

const VERSION = '0.1.0';

define( 'TRIBUTARY_FILE', __FILE__ );

foreach (
	array(
		'options',
		'api',
		'verified-email',
		'role',
		'partners',
		'invitations',
		'sync',
		'money',
		'figures',
		'states',
		'last-known',
		'components',
		'preview',
		'blocks',
		'visibility',
		'token-endpoint',
		'login',
		'tracking',
		'lead-queue',
		'leads',
		'privacy',
		'lifecycle',
	) as $tributary_part
) {
	require_once __DIR__ . '/includes/class-' . $tributary_part . '.php';
}
unset( $tributary_part );

Lifecycle::register();
Verified_Email::register();
Role::register();
Partners::register();
Sync::register();
Blocks::register();
Visibility::register();
Token_Endpoint::register();
Login::register();
Tracking::register();
Leads::register();
Privacy::register();

if ( is_admin() ) {
	require_once __DIR__ . '/includes/class-connection-test.php';
	require_once __DIR__ . '/includes/class-page-maker.php';
	require_once __DIR__ . '/includes/class-settings-page.php';
	require_once __DIR__ . '/includes/class-settings-fields.php';
	Page_Maker::register();
	Settings_Page::register();
}
