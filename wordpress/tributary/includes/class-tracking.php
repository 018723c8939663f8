<?php
/**
 * Tracking of visitors.
 *
 * @package Tributary
 */

namespace Tributary;

defined( 'ABSPATH' ) || exit;

/**
 * The tracker script on every page, and the click of a visitor in a first-party cookie that this site sets by HTTP: such a
 * cookie lives as long as it says, where one that a script sets may be cut to a day. Pages stay the same for everybody, so a
 * page cache may keep them; the cookie is set by an address of its own that no cache keeps.
 */
final class Tracking {

	const COOKIE  = 'trb_click';
	const SECONDS = 400 * DAY_IN_SECONDS;
	const ACTION  = 'tributary_keep';
	const HANDLE  = 'tributary-tracker';

	/**
	 * Hooks.
	 */
	public static function register() {
		add_action( 'wp_enqueue_scripts', array( __CLASS__, 'add_script' ) );
		add_filter( 'script_loader_tag', array( __CLASS__, 'add_attributes' ), 10, 2 );
		add_action( 'wp_ajax_' . self::ACTION, array( __CLASS__, 'keep' ) );
		add_action( 'wp_ajax_nopriv_' . self::ACTION, array( __CLASS__, 'keep' ) );
		add_action( 'template_redirect', array( __CLASS__, 'keep_on_arrival' ), 0 );
	}

	/**
	 * Whether there is something to track with.
	 *
	 * @return bool
	 */
	private static function is_on() {
		return Options::get( 'track' ) && '' !== Options::address() && '' !== Options::get( 'publishable_key' );
	}

	/**
	 * The script on every page.
	 */
	public static function add_script() {
		if ( ! self::is_on() ) {
			return;
		}
		// phpcs:ignore WordPress.WP.EnqueuedResourceParameters.MissingVersion -- the server says itself how long it may be kept.
		wp_enqueue_script( self::HANDLE, Options::address() . '/t.js', array(), null, true );
		$first = 'window.tributary=window.tributary||function(){(tributary.q=tributary.q||[]).push(arguments)};';
		if ( 'wp_consent_api' === Options::get( 'consent' ) ) {
			$first .= self::listen_for_consent();
		}
		wp_add_inline_script( self::HANDLE, $first, 'before' );
	}

	/**
	 * Tells the script what the WP Consent API says, now and whenever it changes.
	 *
	 * @return string JavaScript.
	 */
	private static function listen_for_consent() {
		return 'document.addEventListener("wp_listen_for_consent_change",function(e){if(e.detail&&"marketing"in e.detail)tributary("consent",e.detail.marketing==="allow")});'
			. 'addEventListener("load",function(){if(window.wp_has_consent&&wp_has_consent("marketing"))tributary("consent",true)});';
	}

	/**
	 * What the script has to know stands in its element.
	 *
	 * @param string $tag    The element.
	 * @param string $handle Whose.
	 * @return string
	 */
	public static function add_attributes( $tag, $handle ) {
		if ( self::HANDLE !== $handle ) {
			return $tag;
		}
		$keep = wp_make_link_relative( admin_url( 'admin-ajax.php?action=' . self::ACTION ) );
		$add  = ' async data-key="' . esc_attr( (string) Options::get( 'publishable_key' ) ) . '" data-keep="' . esc_attr( $keep ) . '"';
		if ( 'none' !== Options::get( 'consent' ) ) {
			$add .= ' data-consent="wait"';
		}
		return preg_replace( '/<script(?=[^>]*\ssrc=)/', '<script' . $add, $tag, 1 );
	}

	/**
	 * The script knows the visitor's click, and asks this site to keep it. It does so after consent only.
	 */
	public static function keep() {
		nocache_headers();
		// A page of another site may make a visitor's browser ask, but not keep what it says.
		$site  = isset( $_SERVER['HTTP_SEC_FETCH_SITE'] ) ? sanitize_text_field( wp_unslash( $_SERVER['HTTP_SEC_FETCH_SITE'] ) ) : 'same-origin';
		$click = self::given_click();
		if ( '' !== $click && self::is_on() && in_array( $site, array( 'same-origin', 'same-site' ), true ) ) {
			self::set_cookie( $click );
		}
		status_header( 204 );
		exit;
	}

	/**
	 * A visitor arrives by a link, on a page that no cache answered: the cookie goes along with the page.
	 */
	public static function keep_on_arrival() {
		$click = self::given_click();
		if ( '' === $click || ! self::is_on() || ! self::may_keep() || headers_sent() ) {
			return;
		}
		Components::keep_from_caches();
		self::set_cookie( $click );
	}

	/**
	 * Whether the visitor agreed, where they are asked, as far as the server can know.
	 *
	 * @return bool
	 */
	private static function may_keep() {
		$consent = Options::get( 'consent' );
		if ( 'wp_consent_api' === $consent ) {
			return function_exists( 'wp_has_consent' ) && wp_has_consent( 'marketing' );
		}
		return 'none' === $consent;
	}

	/**
	 * The click that the address names; empty where it names nothing like one.
	 *
	 * @return string
	 */
	private static function given_click() {
		// phpcs:ignore WordPress.Security.NonceVerification.Recommended -- anybody may arrive by a link; it changes nothing but their own cookie.
		$given = isset( $_GET['tclid'] ) && is_string( $_GET['tclid'] ) ? sanitize_text_field( wp_unslash( $_GET['tclid'] ) ) : '';
		return self::is_click( $given ) ? $given : '';
	}

	/**
	 * Whether something looks like a click's id.
	 *
	 * @param string $text Anything.
	 * @return bool
	 */
	private static function is_click( $text ) {
		return 1 === preg_match( '/^clk_[0-9a-z]{26}$/D', $text );
	}

	/**
	 * Sets the cookie. The script reads it, so it is no HttpOnly one; what it holds opens nothing.
	 *
	 * @param string $click The click.
	 */
	private static function set_cookie( $click ) {
		setcookie(
			self::COOKIE,
			$click,
			array(
				'expires'  => time() + self::SECONDS,
				'path'     => '/',
				'secure'   => is_ssl(),
				'httponly' => false,
				'samesite' => 'Lax',
			)
		);
		$_COOKIE[ self::COOKIE ] = $click;
	}

	/**
	 * The click of the present visitor; empty: none.
	 *
	 * @return string
	 */
	public static function click() {
		$kept = isset( $_COOKIE[ self::COOKIE ] ) && is_string( $_COOKIE[ self::COOKIE ] ) ? sanitize_text_field( wp_unslash( $_COOKIE[ self::COOKIE ] ) ) : '';
		return self::is_click( $kept ) ? $kept : '';
	}
}
