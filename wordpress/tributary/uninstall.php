<?php
/**
 * Leaves nothing behind: settings, key, role, table, what was noted of users, and pages that were made by the set-up button and
 * never changed. Users who were invited stay: they are people's.
 *
 * @package Tributary
 */

defined( 'WP_UNINSTALL_PLUGIN' ) || exit;

/**
 * Cleans one site.
 */
function tributary_leave_site() {
	global $wpdb;
	wp_clear_scheduled_hook( 'tributary_each_minute' );
	$pages = get_posts(
		array(
			'post_type'   => 'page',
			'post_status' => 'any',
			'numberposts' => -1,
			// phpcs:ignore WordPress.DB.SlowDBQuery.slow_db_query_meta_key -- once, at the very end.
			'meta_key'    => '_tributary_made',
		)
	);
	foreach ( $pages as $page ) {
		if ( get_post_meta( $page->ID, '_tributary_made', true ) === md5( $page->post_content ) ) {
			wp_delete_post( $page->ID, true );
		} else {
			delete_post_meta( $page->ID, '_tributary_made' );
		}
	}
	foreach ( get_users( array( 'role' => 'tributary_partner' ) ) as $user ) {
		$user->remove_role( 'tributary_partner' );
	}
	remove_role( 'tributary_partner' );
	// Named here once more: nothing of the plugin is loaded.
	foreach ( array( 'tributary_settings', 'tributary_secret_key', 'tributary_feed', 'tributary_sync_lock', 'tributary_schema', 'tributary_forms' ) as $option ) {
		delete_option( $option );
	}
	delete_transient( 'tributary_away' );
	$like = $wpdb->esc_like( '_transient_tributary_' ) . '%';
	$also = $wpdb->esc_like( '_transient_timeout_tributary_' ) . '%';
	// phpcs:disable WordPress.DB.DirectDatabaseQuery -- once, at the very end.
	$wpdb->query( $wpdb->prepare( "DELETE FROM {$wpdb->options} WHERE option_name LIKE %s OR option_name LIKE %s", $like, $also ) );
	$wpdb->query( $wpdb->prepare( 'DROP TABLE IF EXISTS %i', $wpdb->prefix . 'tributary_leads' ) );
	// phpcs:enable
	foreach ( array( 'tributary_partner', 'tributary_partner_id', 'tributary_last_figures' ) as $meta ) {
		delete_metadata( 'user', 0, $wpdb->get_blog_prefix() . $meta, '', true );
	}
}

if ( is_multisite() ) {
	foreach ( get_sites(
		array(
			'fields' => 'ids',
			'number' => 0,
		)
	) as $tributary_site ) {
		switch_to_blog( $tributary_site );
		tributary_leave_site();
		restore_current_blog();
	}
} else {
	tributary_leave_site();
}
delete_metadata( 'user', 0, '_tributary_verified_email', '', true );
delete_metadata( 'user', 0, '_tributary_confirm_link', '', true );
wp_cache_flush();
