<?php
/**
 * The settings page.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * Settings, Tributary: what was chosen, whether it works, and buttons.
 */
final class Settings_Page {

	const PAGE   = 'tributary';
	const TEST   = 'tributary_test';
	const ANEW   = 'tributary_anew';
	const RESULT = 'tributary_test_result_';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'admin_menu', array( __CLASS__, 'add_page' ) );
		add_action( 'admin_init', array( __CLASS__, 'add_fields' ) );
		add_action( 'admin_post_' . self::TEST, array( __CLASS__, 'on_test' ) );
		add_action( 'admin_post_' . self::ANEW, array( __CLASS__, 'on_anew' ) );
		add_action( 'admin_head', array( __CLASS__, 'add_help' ) );
	}

	/**
	 * The page in the menu.
	 */
	public static function add_page() {
		add_options_page( __( 'Tributary', 'tributary' ), __( 'Tributary', 'tributary' ), 'manage_options', self::PAGE, array( __CLASS__, 'show' ) );
	}

	/**
	 * The help tab.
	 */
	public static function add_help() {
		$screen = get_current_screen();
		if ( $screen && 'settings_page_tributary' === $screen->id ) {
			$screen->add_help_tab(
				array(
					'id'      => 'tributary',
					'title'   => __( 'Pieces', 'tributary' ),
					'content' => '<p>' . esc_html__( 'Place the pieces as blocks, or as shortcodes:', 'tributary' ) . '</p><p><code>[tributary_'
						. implode( ']</code> <code>[tributary_', array_map( 'esc_html', str_replace( '-', '_', array_keys( Components::all() ) ) ) )
						. ']</code></p><p><code>[tributary_only_partners]...[/tributary_only_partners]</code></p>',
				)
			);
		}
	}

	/**
	 * Settings and their fields.
	 */
	public static function add_fields() {
		register_setting( self::PAGE, Options::NAME, array( 'sanitize_callback' => array( Settings_Fields::class, 'take' ) ) );
		register_setting( self::PAGE, Options::KEY, array( 'sanitize_callback' => array( __CLASS__, 'take_key' ) ) );
		add_action( 'update_option_' . Options::NAME, array( __CLASS__, 'notice_change' ), 10, 2 );
		foreach ( Settings_Fields::all() as $title => $fields ) {
			$section = sanitize_title( $title );
			add_settings_section( $section, $title, '__return_null', self::PAGE );
			foreach ( $fields as $name => $field ) {
				$args = array(
					'name'      => $name,
					'field'     => $field,
					'label_for' => 'check' === $field[0] ? '' : 'tributary_' . $name,
				);
				add_settings_field( $name, $field[1], array( Settings_Fields::class, 'write' ), self::PAGE, $section, $args );
			}
		}
	}

	/**
	 * Takes the key: an empty field keeps what is stored.
	 *
	 * @param mixed $sent What was sent.
	 * @return string
	 */
	public static function take_key( $sent ) {
		$sent = is_string( $sent ) ? trim( sanitize_text_field( $sent ) ) : '';
		// phpcs:ignore WordPress.Security.NonceVerification.Missing -- options.php has looked at it.
		if ( ! empty( $_POST['tributary_forget_key'] ) ) {
			return '';
		}
		if ( '' !== $sent && get_option( Options::KEY, '' ) !== $sent ) {
			Sync::begin_anew();
		}
		return '' === $sent ? (string) get_option( Options::KEY, '' ) : $sent;
	}

	/**
	 * Another server knows other partners.
	 *
	 * @param array<string, mixed> $before What was.
	 * @param array<string, mixed> $now    What is.
	 */
	public static function notice_change( $before, $now ) {
		$was = is_array( $before ) && isset( $before['address'] ) ? $before['address'] : '';
		if ( $was !== $now['address'] ) {
			delete_transient( Api::AWAY );
			Sync::begin_anew();
		}
	}

	/**
	 * Refuses who may not, or did not press a button of ours.
	 *
	 * @param string $action The button.
	 */
	private static function guard( $action ) {
		check_admin_referer( $action );
		if ( ! current_user_can( 'manage_options' ) ) {
			wp_die( esc_html__( 'You may not do this.', 'tributary' ), 403 );
		}
	}

	/**
	 * The test button was pressed.
	 */
	public static function on_test() {
		self::guard( self::TEST );
		delete_transient( Api::AWAY );
		set_transient( self::RESULT . get_current_user_id(), Connection_Test::run(), MINUTE_IN_SECONDS );
		wp_safe_redirect( admin_url( 'options-general.php?page=tributary&tributary_done=test' ) );
		exit;
	}

	/**
	 * All partners are to be read anew, and perhaps invited.
	 */
	public static function on_anew() {
		self::guard( self::ANEW );
		// phpcs:ignore WordPress.Security.NonceVerification.Missing -- guard() has looked at it.
		Sync::begin_anew( ! empty( $_POST['invite'] ) );
		wp_schedule_single_event( time(), Sync::HOOK );
		wp_safe_redirect( admin_url( 'options-general.php?page=tributary&tributary_done=anew' ) );
		exit;
	}

	/**
	 * The page.
	 */
	public static function show() {
		if ( ! current_user_can( 'manage_options' ) ) {
			return;
		}
		echo '<div class="wrap"><h1>' . esc_html__( 'Tributary', 'tributary' ) . '</h1>';
		self::show_result();
		echo '<form method="post" action="options.php">';
		settings_fields( self::PAGE );
		do_settings_sections( self::PAGE );
		submit_button();
		echo '</form><hr><h2>' . esc_html__( 'Try it, set it up', 'tributary' ) . '</h2>';
		self::button( self::TEST, __( 'Test the connection', 'tributary' ), __( 'Goes through all that has to hold, and says what does not.', 'tributary' ) );
		self::button( Page_Maker::ACTION, __( 'Make the pages', 'tributary' ), __( 'A page with the partner center and one to sign up. What is there already stays.', 'tributary' ) );
		$invite = '<label><input type="checkbox" name="invite" value="1"> ' . esc_html__( 'and invite those without a user', 'tributary' ) . '</label> ';
		self::button( self::ANEW, __( 'Read all partners anew', 'tributary' ), __( 'Done in the background, twenty invitations a minute at most.', 'tributary' ), $invite );
		self::show_state();
		echo '</div>';
	}

	/**
	 * What a button led to.
	 */
	private static function show_result() {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- only which sentence is shown.
		$done = isset( $_GET['tributary_done'] ) ? sanitize_key( $_GET['tributary_done'] ) : '';
		if ( 'pages' === $done ) {
			$links = array();
			foreach ( array( 'center_page', 'signup_page' ) as $name ) {
				$id      = (int) Options::get( $name );
				$links[] = '<a href="' . esc_url( get_permalink( $id ) ) . '">' . esc_html( get_the_title( $id ) ) . '</a>';
			}
			echo '<div class="notice notice-success"><p>' . esc_html__( 'The pages are there:', 'tributary' ) . ' ' . wp_kses_post( implode( ', ', $links ) ) . '</p></div>';
		} elseif ( 'anew' === $done ) {
			echo '<div class="notice notice-success"><p>' . esc_html__( 'All partners are read anew in the background.', 'tributary' ) . '</p></div>';
		} elseif ( 'test' === $done ) {
			self::show_steps( get_transient( self::RESULT . get_current_user_id() ) );
		}
	}

	/**
	 * The steps of the test.
	 *
	 * @param mixed $steps Of Connection_Test::run().
	 */
	private static function show_steps( $steps ) {
		if ( ! is_array( $steps ) ) {
			return;
		}
		$wrong = wp_list_filter( $steps, array( 'ok' => false ) );
		echo '<div id="tributary-test" class="notice ' . ( $wrong ? 'notice-error' : 'notice-success' ) . '"><ul>';
		foreach ( $steps as $step ) {
			echo '<li data-ok="' . ( $step['ok'] ? '1' : '0' ) . '">' . ( $step['ok'] ? '&#10003; ' : '&#10007; ' )
				. '<span class="screen-reader-text">' . ( $step['ok'] ? esc_html__( 'Holds:', 'tributary' ) : esc_html__( 'Does not hold:', 'tributary' ) ) . ' </span>'
				. esc_html( $step['says'] ) . '</li>';
		}
		echo '</ul></div>';
	}

	/**
	 * A button with its words.
	 *
	 * @param string $action What it does.
	 * @param string $label  Its words.
	 * @param string $help   What it is for.
	 * @param string $more   Further fields, as HTML.
	 */
	private static function button( $action, $label, $help, $more = '' ) {
		echo '<form method="post" action="' . esc_url( admin_url( 'admin-post.php' ) ) . '"><p><input type="hidden" name="action" value="' . esc_attr( $action ) . '">';
		wp_nonce_field( $action );
		echo '<button type="submit" class="button">' . esc_html( $label ) . '</button> ';
		echo wp_kses(
			$more,
			array(
				'label' => array(),
				'input' => array(
					'type'  => true,
					'name'  => true,
					'value' => true,
				),
			)
		);
		echo '<span class="description">' . esc_html( $help ) . '</span></p></form>';
	}

	/**
	 * How things stand: partners with the role, and leads that wait.
	 */
	private static function show_state() {
		$counts = count_users();
		$has    = isset( $counts['avail_roles'][ Role::NAME ] ) ? $counts['avail_roles'][ Role::NAME ] : 0;
		/* translators: %s: a number. */
		$says  = array( sprintf( _n( '%s user is a partner.', '%s users are partners.', $has, 'tributary' ), number_format_i18n( $has ) ) );
		$leads = Lead_Queue::waiting();
		if ( $leads['count'] > 0 ) {
			/* translators: 1: a number, 2: a span of time, such as "2 minutes". */
			$says[] = sprintf( _n( '%1$s lead waits to be sent, for %2$s.', '%1$s leads wait to be sent, the oldest for %2$s.', $leads['count'], 'tributary' ), number_format_i18n( $leads['count'] ), human_time_diff( $leads['since'] ) );
			$says[] = $leads['problem'];
		}
		echo '<p>' . esc_html( implode( ' ', $says ) ) . '</p>';
	}
}
