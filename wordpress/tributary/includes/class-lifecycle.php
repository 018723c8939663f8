<?php
/**
 * Being switched on, switched off and deleted.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Makes what is needed, and takes it away again: when the plugin is deleted, nothing of it is left but what people made.
 */
final class Lifecycle {

	const SCHEMA         = '1';
	const SCHEMA_OPTION  = 'tributary_schema';
	const MADE_PAGE_META = '_tributary_made';

	/**
	 * Hooks.
	 */
	public static function register() {
		register_activation_hook( TRIBUTARY_FILE, array( __CLASS__, 'begin' ) );
		register_deactivation_hook( TRIBUTARY_FILE, array( __CLASS__, 'pause' ) );
		// A new site of a network, and an update, have no activation.
		add_action( 'init', array( __CLASS__, 'begin' ), 1 );
		add_filter( 'plugin_action_links_' . plugin_basename( TRIBUTARY_FILE ), array( __CLASS__, 'add_link' ) );
	}

	/**
	 * Makes role and table, once.
	 */
	public static function begin() {
		if ( self::SCHEMA === get_option( self::SCHEMA_OPTION ) ) {
			return;
		}
		Role::create();
		Lead_Queue::create_table();
		update_option( self::SCHEMA_OPTION, self::SCHEMA );
	}

	/**
	 * Nothing runs while the plugin is off.
	 */
	public static function pause() {
		wp_clear_scheduled_hook( Sync::HOOK );
		delete_option( Sync::LOCK );
	}

	/**
	 * A way to the settings from the list of plugins.
	 *
	 * @param array<int, string> $links Those that there are.
	 * @return array<int, string>
	 */
	public static function add_link( $links ) {
		array_unshift( $links, '<a href="' . esc_url( admin_url( 'options-general.php?page=tributary' ) ) . '">' . esc_html__( 'Settings', 'tributary' ) . '</a>' );
		return $links;
	}
}
