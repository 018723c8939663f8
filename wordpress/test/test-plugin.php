<?php
/**
 * For the tests only: keeps mail in a file instead of sending it, lets no request out but to this machine, and does for the
 * test what nobody can do with a browser.
 *
 * @package Tributary
 */

const TRIBUTARY_TEST_FILES = WP_CONTENT_DIR . '/test-files';

add_filter(
	'pre_wp_mail',
	static function ( $sent, $mail ) {
		$line = wp_json_encode( array_intersect_key( $mail, array_flip( array( 'to', 'subject', 'message' ) ) ) );
		file_put_contents( TRIBUTARY_TEST_FILES . '/mails.jsonl', $line . "\n", FILE_APPEND | LOCK_EX );
		return true;
	},
	10,
	2
);
add_filter(
	'pre_http_request',
	static function ( $answer, $args, $url ) {
		return '127.0.0.1' === wp_parse_url( $url, PHP_URL_HOST ) ? $answer : new WP_Error( 'closed', 'The test lets no request out.' );
	},
	10,
	3
);

// How long each page waited for Tributary, in seconds.
$tributary_test_begun  = 0.0;
$tributary_test_waited = 0.0;
add_filter(
	'http_request_args',
	static function ( $args ) {
		$GLOBALS['tributary_test_begun'] = microtime( true );
		return $args;
	},
	999
);
add_action(
	'http_api_debug',
	static function () {
		$GLOBALS['tributary_test_waited'] += microtime( true ) - $GLOBALS['tributary_test_begun'];
	}
);
add_action(
	'shutdown',
	static function () {
		if ( did_action( 'wp_footer' ) ) {
			file_put_contents( TRIBUTARY_TEST_FILES . '/waited.txt', $GLOBALS['tributary_test_waited'] );
		}
	}
);

// A machine that runs tests may be slow; how long a page waits is tested where it is switched off.
add_filter(
	'tributary_page_timeout',
	static function ( $seconds ) {
		return get_option( 'test_impatient' ) ? $seconds : 10.0;
	}
);
add_action(
	'wp_loaded',
	static function () {
		if ( ! isset( $_GET['tributary_test'] ) ) {
			return;
		}
		$said   = json_decode( file_get_contents( 'php://input' ), true );
		$answer = call_user_func( 'tributary_test_' . $_GET['tributary_test'], $said );
		wp_send_json( array( 'answer' => $answer ) );
	},
	99
);

/** Which PHP and WordPress this is. */
function tributary_test_versions() {
	return array( PHP_VERSION, $GLOBALS['wp_version'] );
}

/** Switches the plugin on. */
function tributary_test_activate() {
	require_once ABSPATH . 'wp-admin/includes/plugin.php';
	$done = activate_plugin( 'tributary/tributary.php' );
	flush_rewrite_rules();
	return is_wp_error( $done ) ? $done->get_error_message() : 'on';
}

/** Switches the plugin off and deletes what it made, as the list of plugins does; its files stay for the next test. */
function tributary_test_uninstall() {
	require_once ABSPATH . 'wp-admin/includes/plugin.php';
	deactivate_plugins( 'tributary/tributary.php' );
	return uninstall_plugin( 'tributary/tributary.php' );
}

/** Every trace of the plugin in the database. */
function tributary_test_leftovers() {
	global $wpdb;
	$found = array_merge(
		$wpdb->get_col( "SELECT option_name FROM {$wpdb->options} WHERE option_name LIKE '%tributary%'" ),
		$wpdb->get_col( "SELECT meta_key FROM {$wpdb->usermeta} WHERE meta_key LIKE '%tributary%' OR meta_value LIKE '%tributary%'" ),
		$wpdb->get_col( "SELECT meta_key FROM {$wpdb->postmeta} WHERE meta_key LIKE '%tributary%'" ),
		$wpdb->get_col( "SELECT post_title FROM {$wpdb->posts} WHERE post_content LIKE '%tributary%' AND post_status <> 'trash'" )
	);
	$roles = get_option( $wpdb->prefix . 'user_roles' );
	$crons = wp_json_encode( _get_cron_array() );
	$table = $wpdb->get_var( $wpdb->prepare( 'SHOW TABLES LIKE %s', $wpdb->prefix . 'tributary_leads' ) );
	return array_merge(
		$found,
		isset( $roles['tributary_partner'] ) ? array( 'role' ) : array(),
		false === strpos( $crons, 'tributary' ) ? array() : array( 'schedule' ),
		$table ? array( $table ) : array()
	);
}

/** Makes a user, as another plugin might. */
function tributary_test_user( $said ) {
	return wp_insert_user( $said );
}

/** Changes a user, as another plugin might. */
function tributary_test_change_user( $said ) {
	if ( isset( $said['user_login'] ) ) {
		$said['ID'] = get_user_by( 'login', $said['user_login'] )->ID;
	}
	$roles = isset( $said['add_role'] ) ? array( $said['add_role'] ) : array();
	foreach ( $roles as $role ) {
		get_userdata( $said['ID'] )->add_role( $role );
	}
	unset( $said['add_role'], $said['user_login'] );
	return wp_update_user( $said );
}

/** What a user is. */
function tributary_test_look( $said ) {
	$user = get_user_by( 'login', $said['login'] );
	return $user ? array(
		'email' => $user->user_email,
		'roles' => array_values( $user->roles ),
	) : null;
}

/** Publishes a page. */
function tributary_test_page( $said ) {
	return get_permalink( wp_insert_post( array_merge( array( 'post_type' => 'page', 'post_status' => 'publish' ), $said ) ) );
}

/** Sets options of WordPress. */
function tributary_test_options( $said ) {
	foreach ( $said as $name => $value ) {
		update_option( $name, $value );
	}
}

/** Reads an option of WordPress. */
function tributary_test_option( $said ) {
	return get_option( $said['name'] );
}

/** Says what another plugin says by its hook. Objects are made of what is marked so. */
function tributary_test_hook( $said ) {
	$args = array_map(
		static function ( $arg ) {
			if ( isset( $arg['fields'] ) ) {
				$arg['fields'] = array_map(
					static function ( $field ) {
						return (object) $field;
					},
					$arg['fields']
				);
			}
			return $arg;
		},
		$said['args']
	);
	do_action_ref_array( $said['name'], $args );
}

/** What waits in the queue of leads. */
function tributary_test_queue() {
	global $wpdb;
	return $wpdb->get_results( "SELECT body, tries, problem FROM {$wpdb->prefix}tributary_leads", ARRAY_A );
}

/** Makes what is remembered of the server a minute older. */
function tributary_test_age() {
	global $wpdb;
	foreach ( get_users() as $user ) {
		$known = get_user_option( 'tributary_partner', $user->ID );
		if ( is_array( $known ) ) {
			$known['checked'] -= 60;
			update_user_option( $user->ID, 'tributary_partner', wp_slash( $known ) );
		}
		$last = get_user_option( 'tributary_last_figures', $user->ID );
		if ( is_array( $last ) ) {
			$last['at'] -= 60;
			update_user_option( $user->ID, 'tributary_last_figures', wp_slash( $last ) );
		}
	}
}

/** The half minute is over in which nobody asks a server that was away, and the leads that waited are due. */
function tributary_test_back() {
	global $wpdb;
	delete_transient( 'tributary_away' );
	$wpdb->query( "UPDATE {$wpdb->prefix}tributary_leads SET next_at = 0" );
}

/** The minute is over: what is scheduled is due now. */
function tributary_test_due() {
	wp_clear_scheduled_hook( 'tributary_each_minute' );
	wp_schedule_event( time() - 1, 'tributary_minute', 'tributary_each_minute' );
	delete_transient( 'doing_cron' );
}

/** How often the scheduler is to run, and in how many seconds it is due. */
function tributary_test_schedule() {
	$event = wp_get_scheduled_event( 'tributary_each_minute' );
	return array(
		'interval' => $event->interval,
		'next'     => $event->timestamp - time(),
	);
}
